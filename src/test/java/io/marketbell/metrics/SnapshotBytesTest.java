package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotBytesTest {
    private final Standalone node = new Standalone();

    private Snapshot recorded() {
        node.metrics.counts(Metric.ORDERS).of("accepted").add(3);
        node.metrics.watch(Metric.DB_CONNECTIONS, () -> 4, "idle");
        node.metrics.watch(Metric.WS_CONNECTIONS, () -> Double.NaN);
        for (int i = 1; i <= 100; i++) {
            node.metrics
                    .timings(Metric.HTTP_REQUEST_DURATION)
                    .of("GET", "/api/v1/me", "2xx")
                    .record(i * 1_000_000L);
        }
        return node.next();
    }

    @Test
    void whatWasWrittenIsRead() {
        Snapshot written = recorded();

        Snapshot read = SnapshotBytes.read(SnapshotBytes.of(written));

        assertThat(read.asOf()).isEqualTo(written.asOf());
        assertThat(read.value(Metric.ORDERS, Map.of("event", "accepted"))).isEqualTo(3);
        assertThat(read.count(Metric.ORDERS, Window.HOUR, Map.of())).isEqualTo(3);
        assertThat(read.value(Metric.DB_CONNECTIONS, Map.of("state", "idle"))).isEqualTo(4);
        assertThat(read.value(Metric.WS_CONNECTIONS, Map.of())).isNaN();
        for (Window window : Window.values()) {
            Distribution durations = read.distribution(Metric.HTTP_REQUEST_DURATION, window);
            Distribution original = written.distribution(Metric.HTTP_REQUEST_DURATION, window);
            assertThat(durations.count()).isEqualTo(100);
            assertThat(durations.p95()).isEqualTo(original.p95());
            assertThat(durations.sum()).isEqualTo(original.sum());
        }
        Reading.Durations series =
                (Reading.Durations) read.readings(Metric.HTTP_REQUEST_DURATION).get(0);
        assertThat(series.tags())
                .containsExactly(
                        Map.entry("method", "GET"), Map.entry("route", "/api/v1/me"), Map.entry("status", "2xx"));
        assertThat(series.cumulative().all()).isEqualTo(100);
        assertThat(series.cumulative().exemplars())
                .hasSize(DurationBuckets.COUNT)
                .containsOnlyNulls();
    }

    @Test
    void metricOfAnotherReleaseIsSkipped() {
        byte[] bytes = SnapshotBytes.of(recorded());
        byte[] other = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("marketbell_db_connections", "marketbell_db_connectionz")
                .getBytes(StandardCharsets.ISO_8859_1);

        Snapshot read = SnapshotBytes.read(other);

        assertThat(read.readings(Metric.DB_CONNECTIONS)).isEmpty();
        assertThat(read.value(Metric.ORDERS, Map.of("event", "accepted"))).isEqualTo(3);
    }

    @Test
    void metricWithOtherTagsIsSkipped() {
        byte[] bytes = SnapshotBytes.of(recorded());
        byte[] name = Metric.ORDERS.metricName().getBytes(StandardCharsets.US_ASCII);
        // after the name: the length of the series (4), their kind (1), the number of their tags
        bytes[indexOf(bytes, name) + name.length + 5]++;

        Snapshot read = SnapshotBytes.read(bytes);

        assertThat(read.readings(Metric.ORDERS)).isEmpty();
        assertThat(read.value(Metric.DB_CONNECTIONS, Map.of())).isEqualTo(4);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void everyTruncationIsRejected() {
        byte[] bytes = SnapshotBytes.of(recorded());

        for (int length = 0; length < bytes.length; length += 7) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> SnapshotBytes.read(truncated));
        }
    }
}
