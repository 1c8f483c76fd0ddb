package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void functionsKeywordsNumbersAndLabelsAreNotMetrics() {
        PromQl query =
                PromQl.of("histogram_quantile(0.95, sum by (job, le) (rate(a_bucket{x=~\"b_total|}\", y!='z'}[5m])))"
                        + " > 1e3 and on (job) c:d:rate5m >= 30 or clamp_min(e offset 1h, 5) * $factor");

        assertThat(query.selectors())
                .isEqualTo(Map.of("a_bucket", Set.of("x", "y"), "c:d:rate5m", Set.of(), "e", Set.of()));
        assertThat(query.groupedBy()).containsExactly("job", "le");
    }

    @Test
    void aMetricUsedTwiceHasTheLabelsOfBothUses() {
        assertThat(PromQl.of("a{x=\"1\"} / a{y=\"2\"} + a").selectors()).isEqualTo(Map.of("a", Set.of("x", "y")));
    }
}
