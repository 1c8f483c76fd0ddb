package io.marketbell.injection;

import io.marketbell.injection.detector.InjectionDetector.Origin;
import java.util.Locale;

/** What a text is used for; decides how strictly it is inspected. */
public enum TextPlace {
    PATH(Origin.PATH),
    QUERY(Origin.QUERY),
    HEADER(Origin.TEXT),
    COOKIE(Origin.TEXT),
    /** A name, a key, a filter, a URL, or a member's name in JSON: refused for any sign of an attack. */
    IDENTIFIER(Origin.TEXT),
    /** Free text of an authenticated caller, from which no statement and no path is built: only what is unmistakably an attack is refused. */
    TEXT(Origin.TEXT);

    private final Origin origin;

    TextPlace(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    /** As metrics and log lines name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The setting of what is done with an attack here. */
    String setting() {
        return this == TEXT ? InjectionBeans.TEXT_MODE : InjectionBeans.MODE;
    }
}
