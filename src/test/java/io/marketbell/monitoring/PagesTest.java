package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.Level;
import io.marketbell.metrics.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that one body is created per snapshot and query. */
class PagesTest {
    private final OneNode node = new OneNode().trading();

    private Page minute() {
        return node.page(new DatabaseRead(Window.MINUTE));
    }

    private int age(Page page) {
        return OneNode.object(page.body()).getInt("age_ms");
    }

    @Test
    void allClientsGetTheSameBytesAndTagUntilTheNextSnapshot() {
        Page first = minute();
        node.clock.advance(Duration.ofSeconds(9));
        Page later = minute();

        assertThat(later.body()).isSameAs(first.body());
        assertThat(later.tag()).isEqualTo(first.tag()).matches("[0-9a-f]{32}");
        assertThat(age(later)).isZero();
        assertThat(later.age(node.clock.instant())).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void theNextSnapshotHasANewBody() {
        Page first = minute();
        node.next();

        assertThat(minute().tag()).isNotEqualTo(first.tag());
    }

    @Test
    void anotherQueryHasAnotherBody() {
        assertThat(node.page(new DatabaseRead(Window.HOUR)).tag()).isNotEqualTo(minute().tag());
    }

    @Test
    void aLaterHealthResultIsReportedAtOnce() {
        Page healthy = node.page(new SummaryRead());
        node.state = node.state(Level.DEGRADED);

        assertThat(node.page(new SummaryRead()).tag()).isNotEqualTo(healthy.tag());
    }

    @Test
    void theAgeGrowsByIntervalsIfSnapshotsStop() {
        Moment last = node.pages.now();
        Page fresh = node.pages.page(new DatabaseRead(Window.MINUTE), last);

        node.clock.advance(Duration.ofSeconds(13));
        Page late = node.pages.page(new DatabaseRead(Window.MINUTE), last);
        node.clock.advance(Duration.ofSeconds(10));
        Page later = node.pages.page(new DatabaseRead(Window.MINUTE), last);

        assertThat(age(fresh)).isZero();
        assertThat(later.tag()).isNotEqualTo(late.tag()).isNotEqualTo(fresh.tag());
        assertThat(age(later)).isEqualTo(23_000);
    }
}
