package io.marketbell.monitoring.cache;

import io.marketbell.digest.Sha256;
import io.marketbell.json.JsonMembers;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A complete response body.
 *
 * @param tag strong ETag calculated from exactly these bytes
 * @param madeAt time at which the body was created
 */
public record RenderedReport(int status, String mediaType, byte[] body, String tag, Instant madeAt) {
    private static final int TAG_BYTES = 16;

    static RenderedReport of(Report report, MonitoringState state, Instant now, String node) {
        Report.Body answer = report.answer(state);
        String text = answer.text() == null
                ? enveloped(answer, state, now, node).build().toString()
                : answer.text();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new RenderedReport(answer.status(), answer.mediaType(), body, tag(body), now);
    }

    private static JsonMembers enveloped(Report.Body answer, MonitoringState state, Instant now, String node) {
        Instant asOf = answer.asOf() == null ? state.snapshot().asOf() : answer.asOf();
        JsonMembers envelope = new JsonMembers()
                .addAll(answer.members())
                .add("as_of", asOf)
                .add("age_ms", Math.max(0, Duration.between(asOf, now).toMillis()))
                .add("window_seconds", answer.window().toSeconds())
                .add("node", node);
        state.cluster()
                .ifPresent(cluster -> envelope.add("scope", cluster.scope().word())
                        .add("nodes", cluster.included())
                        .add("missing", cluster.missing()));
        return envelope.add("data", answer.data());
    }

    private static String tag(byte[] body) {
        return HexFormat.of().formatHex(Sha256.of(body), 0, TAG_BYTES);
    }

    /** Returns true if a conditional request may be answered with 304. */
    public boolean isGood() {
        return status == Report.Body.OK;
    }

    /** Returns the age of the body. */
    public Duration age(Instant now) {
        return now.isBefore(madeAt) ? Duration.ZERO : Duration.between(madeAt, now);
    }
}
