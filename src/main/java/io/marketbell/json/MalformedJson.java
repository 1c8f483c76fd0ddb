package io.marketbell.json;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;

/** A text is not exactly one JSON value. The message contains the place if it is known, and no part of the text. */
public final class MalformedJson extends RuntimeException {
    private final transient JsonLocation location;

    MalformedJson(RuntimeException cause) {
        super(null, cause, false, false);
        this.location = cause instanceof JsonParsingException parsing ? parsing.getLocation() : null;
    }

    /** Starts at 1; 0 if the place is unknown. */
    public long line() {
        return location == null ? 0 : Math.max(0, location.getLineNumber());
    }

    /** Starts at 1; 0 if the place is unknown. */
    public long column() {
        return location == null ? 0 : Math.max(0, location.getColumnNumber());
    }

    @Override
    public String getMessage() {
        return line() == 0 || column() == 0
                ? "not valid JSON"
                : "not valid JSON at line " + line() + ", column " + column();
    }
}
