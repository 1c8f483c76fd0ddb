package io.marketbell.injection;

import io.marketbell.injection.detector.InjectionDetector.Origin;
import java.util.Locale;

/** The use of a text; determines how strictly it is inspected. */
public enum TextPlace {
    PATH(Origin.PATH),
    SEGMENT(Origin.SEGMENT),
    QUERY(Origin.QUERY),
    HEADER(Origin.TEXT),
    COOKIE(Origin.TEXT),
    /** A name, a key, a filter, a URL, or the name of a JSON member: refused for any sign of an attack. */
    IDENTIFIER(Origin.TEXT),
    /**
     * Free text of an authenticated caller, from which no statement and no path is built: refused only if it is
     * unmistakably an attack.
     */
    TEXT(Origin.TEXT);

    private final Origin origin;

    TextPlace(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    /** The name in metrics and log lines. */
    public String label() {
        return this == SEGMENT ? PATH.label() : name().toLowerCase(Locale.ROOT);
    }

    /** The setting with the mode for this place. */
    String setting() {
        return this == TEXT ? InjectionBeans.TEXT_MODE : InjectionBeans.MODE;
    }
}
