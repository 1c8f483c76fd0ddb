package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditBacklogTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-12-01T10:00:00Z"));
    private final AuditBacklog backlog = new AuditBacklog(new Refusals(100, clock), clock);
    private final List<AuditEvent> written = new ArrayList<>();

    private static AuditEvent event(String target) {
        return new AuditEvent("olga", "rate_limit.reset", target, "reset", "a".repeat(32));
    }

    @Test
    void aLateEntryHasItsTime() {
        assertThat(backlog.keep(event("rate_limit:tier:premium"))).isTrue();
        clock.advance(Duration.ofMinutes(5));
        backlog.write(written::addAll);

        assertThat(written)
                .extracting(AuditEvent::detail)
                .containsExactly("reset; recorded late, it was at 2026-12-01T10:00:00Z");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void entriesAreKeptWhileTheDatabaseIsUnavailable() {
        for (int i = 0; i < 30; i++) {
            backlog.keep(event("t" + i));
        }
        backlog.write(events -> {
            throw new DatabaseUnavailable("away", null);
        });
        assertThat(backlog.size()).isEqualTo(30);

        backlog.write(written::addAll);
        assertThat(written).extracting(AuditEvent::target).hasSize(30).startsWith("t0", "t1");
    }

    @Test
    void theNumberOfWaitingEntriesIsBounded() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(backlog.keep(event("t"))).isTrue();
        }

        assertThat(backlog.keep(event("t"))).isFalse();
        assertThat(backlog.lost()).isEqualTo(1);
    }

    @Test
    void refusalsAreWrittenAfterTheirMinuteOrAtTheStop() {
        backlog.refusals().add(event("first").with(AuditOutcome.REFUSED));
        backlog.write(written::addAll);
        assertThat(written).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        backlog.write(written::addAll);
        assertThat(written).hasSize(1);

        backlog.refusals().add(event("second").with(AuditOutcome.REFUSED));
        backlog.writeAll(written::addAll);
        assertThat(written).hasSize(2);
    }
}
