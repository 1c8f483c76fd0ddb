package io.marketbell.injection;

import java.util.Locale;

/** What a text was received in. */
public enum TextSource {
    /** A request's line and headers. */
    REQUEST,
    /** A published notification. */
    PUBLICATION,
    /** A WebSocket frame of an authenticated client. */
    FRAME,
    /** The JSON body of any other request. */
    BODY;

    /** As metrics and log lines name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
