package io.marketbell.monitoring.report;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonObject;
import java.time.Duration;

/**
 * Result of a report.
 *
 * @param text a complete body in another format, or null if the body is the common JSON envelope
 * @param members additional members of the envelope
 * @param window period covered by the figures
 */
public record ReportBody(
        int status, String mediaType, String text, JsonObject members, Duration window, JsonObject data) {
    public static final int OK = 200;

    public ReportBody {
        requireNonNull(mediaType, "mediaType");
    }

    static ReportBody of(Duration window, JsonObject data) {
        return new ReportBody(OK, "application/json", null, JsonObject.EMPTY_JSON_OBJECT, window, data);
    }

    static ReportBody text(String mediaType, String text) {
        return new ReportBody(OK, mediaType, text, JsonObject.EMPTY_JSON_OBJECT, null, null);
    }
}
