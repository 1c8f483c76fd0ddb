package io.marketbell.monitoring.report;

import static java.util.Objects.requireNonNull;

import io.marketbell.json.JsonMembers;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** A report with its parameters. Equal reports have the same answer for the same state. */
public interface Report {

    Body answer(MonitoringState state);

    /** Returns whether it reports on this node only, also if it is requested for the cluster. */
    default boolean isOfOneNode() {
        return false;
    }

    /**
     * Result of a report.
     *
     * @param text a complete body in another format, or null if the body is the common JSON envelope
     * @param members additional members of the envelope
     * @param window period covered by the figures
     * @param asOf time of the figures, or null if it is that of the snapshot
     */
    record Body(
            int status,
            String mediaType,
            String text,
            JsonObject members,
            Duration window,
            Instant asOf,
            JsonObject data) {
        public static final int OK = 200;
        private static final String JSON = "application/json";

        public Body {
            requireNonNull(mediaType, "mediaType");
        }

        static Body of(Duration window, JsonMembers data) {
            return new Body(OK, JSON, null, JsonObject.EMPTY_JSON_OBJECT, window, null, data.build());
        }

        /** Returns a body with figures of another time than that of the snapshot, and of no window. */
        static Body current(Instant asOf, JsonMembers data) {
            return new Body(OK, JSON, null, JsonObject.EMPTY_JSON_OBJECT, Duration.ZERO, asOf, data.build());
        }

        static Body text(String mediaType, String text) {
            return new Body(OK, mediaType, text, JsonObject.EMPTY_JSON_OBJECT, null, null, null);
        }
    }
}
