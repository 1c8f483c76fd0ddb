package io.marketbell.injection;

import java.util.Locale;

/** The kind of message that contained a text. */
public enum TextSource {
    /** The line and the headers of a request. */
    REQUEST,
    /** A published notification. */
    PUBLICATION,
    /** A WebSocket frame of an authenticated client. */
    FRAME,
    /** The JSON body of any other request. */
    BODY;

    /** The name in metrics and log lines. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
