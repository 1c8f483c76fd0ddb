package io.marketbell.metrics.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Standalone;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenMetricsTextTest {
    private final Standalone here = new Standalone();

    @Test
    void writesCountersGaugesAndHistograms() {
        here.metrics.counts(Metric.ORDERS).of("filled").add(3);
        here.metrics.watch(Metric.WS_CONNECTIONS, () -> 12);
        here.metrics.timings(Metric.ORDER_DURATION).of("accepted").record(30_000_000);
        here.metrics.timings(Metric.ORDER_DURATION).of("accepted").record(60_000_000_000L);

        String text =
                OpenMetricsText.of(here.next(), List.of(Metric.ORDERS, Metric.WS_CONNECTIONS, Metric.ORDER_DURATION));

        assertThat(text)
                .startsWith("# TYPE marketbell_orders counter\n# HELP marketbell_orders ")
                .contains("\nmarketbell_orders_total{event=\"filled\"} 3\n")
                .contains("\n# TYPE marketbell_ws_connections gauge\n")
                .contains("\nmarketbell_ws_connections 12\n")
                .contains("\n# UNIT marketbell_order_duration_seconds seconds\n")
                .contains("_bucket{event=\"accepted\",le=\"0.025\"} 0\n")
                .contains("_bucket{event=\"accepted\",le=\"0.05\"} 1\n")
                .contains("_bucket{event=\"accepted\",le=\"10.0\"} 1\n")
                .contains("_bucket{event=\"accepted\",le=\"+Inf\"} 2\n")
                .contains("_count{event=\"accepted\"} 2\n")
                .endsWith("\n# EOF\n");
    }

    @Test
    void tagValuesAreEscaped() {
        here.metrics.counts(Metric.TRADES).of("A\"B\\C\nD").increment();

        assertThat(OpenMetricsText.of(here.next(), List.of(Metric.TRADES)))
                .contains("marketbell_trades_total{instrument=\"A\\\"B\\\\C\\nD\"} 1\n");
    }
}
