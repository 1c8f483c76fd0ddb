package io.marketbell.json;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;

/** A text is not one JSON value. The message contains the place where it is known, and nothing of the text. */
public final class MalformedJson extends RuntimeException {
    private final transient JsonLocation location;

    MalformedJson(RuntimeException cause) {
        super(null, cause, false, false);
        this.location = cause instanceof JsonParsingException parsing ? parsing.getLocation() : null;
    }

    /** {@code " at line 1, column 2"}, or nothing where the place is unknown. */
    public String where() {
        return location == null || location.getLineNumber() < 1 || location.getColumnNumber() < 1
                ? ""
                : " at line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }

    @Override
    public String getMessage() {
        return "not valid JSON" + where();
    }
}
