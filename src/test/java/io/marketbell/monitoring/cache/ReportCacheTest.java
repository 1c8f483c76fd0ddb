package io.marketbell.monitoring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.HealthLevel;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.MonitoredNode;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.SummaryReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that one body is created per snapshot and query. */
class ReportCacheTest {
    private final MonitoredNode node = new MonitoredNode().trading();

    private RenderedReport minute() {
        return node.page(new DatabaseReport(Window.MINUTE));
    }

    private int age(RenderedReport page) {
        return MonitoredNode.object(page.body()).getInt("age_ms");
    }

    @Test
    void allClientsGetTheSameBytesAndTagUntilTheNextSnapshot() {
        RenderedReport first = minute();
        node.clock.advance(Duration.ofSeconds(9));
        RenderedReport later = minute();

        assertThat(later.body()).isSameAs(first.body());
        assertThat(later.tag()).isEqualTo(first.tag()).matches("[0-9a-f]{32}");
        assertThat(age(later)).isZero();
        assertThat(later.age(node.clock.instant())).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void theNextSnapshotHasANewBody() {
        RenderedReport first = minute();
        node.next();

        assertThat(minute().tag()).isNotEqualTo(first.tag());
    }

    @Test
    void anotherQueryHasAnotherBody() {
        assertThat(node.page(new DatabaseReport(Window.HOUR)).tag()).isNotEqualTo(minute().tag());
    }

    @Test
    void aLaterHealthResultIsReportedAtOnce() {
        RenderedReport healthy = node.page(new SummaryReport());
        node.state = node.state(HealthLevel.DEGRADED);

        assertThat(node.page(new SummaryReport()).tag()).isNotEqualTo(healthy.tag());
    }

    @Test
    void theAgeGrowsByIntervalsIfSnapshotsStop() {
        MonitoringState last = node.cache.now();
        RenderedReport fresh = node.cache.page(new DatabaseReport(Window.MINUTE), last);

        node.clock.advance(Duration.ofSeconds(13));
        RenderedReport late = node.cache.page(new DatabaseReport(Window.MINUTE), last);
        node.clock.advance(Duration.ofSeconds(10));
        RenderedReport later = node.cache.page(new DatabaseReport(Window.MINUTE), last);

        assertThat(age(fresh)).isZero();
        assertThat(later.tag()).isNotEqualTo(late.tag()).isNotEqualTo(fresh.tag());
        assertThat(age(later)).isEqualTo(23_000);
    }
}
