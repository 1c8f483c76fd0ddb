package io.marketbell.monitoring;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonObject;
import java.time.Duration;

/**
 * What a read has to tell.
 *
 * @param text a body of its own kind, or null where it is JSON in the envelope that all share
 * @param members that stand beside those of the envelope
 * @param window what the figures are about
 */
record Answer(int status, String mediaType, String text, JsonObject members, Duration window, JsonObject data) {
    static final int OK = 200;

    Answer {
        requireNonNull(mediaType, "mediaType");
    }

    static Answer of(Duration window, JsonObject data) {
        return new Answer(OK, "application/json", null, JsonObject.EMPTY_JSON_OBJECT, window, data);
    }

    static Answer text(String mediaType, String text) {
        return new Answer(OK, mediaType, text, JsonObject.EMPTY_JSON_OBJECT, null, null);
    }
}
