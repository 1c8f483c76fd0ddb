package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final String TRACE = "a".repeat(32);

    private final TestClock clock = new TestClock(Instant.parse("2026-12-01T10:00:00Z"));
    private final Refusals refusals = new Refusals(3, clock);

    private static AuditEvent anonymous(String address, String target) {
        return new AuditEvent(AuditEvent.ANONYMOUS, "login.refused", target, "401", TRACE)
                .from(new AuditOrigin(address, null));
    }

    private static AuditEvent of(String user) {
        return new AuditEvent(user, "access.refused", "GET /api/v1/audit", "403", TRACE)
                .from(new AuditOrigin("192.0.2.1", "key-of-" + user));
    }

    @Test
    void equalRefusalsOfAMinuteAreOneEntry() {
        for (int i = 0; i < 500; i++) {
            refusals.add(anonymous("192.0.2.1", "GET /api/v1/me"));
        }
        refusals.add(anonymous("192.0.2.2", "GET /api/v1/me"));

        assertThat(refusals.drainIfMinuteIsOver()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        List<AuditEvent> events = refusals.drainIfMinuteIsOver();

        assertThat(events).extracting(AuditEvent::occurrences).containsExactly(500, 1);
        assertThat(events).extracting(event -> event.origin().address()).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(events).extracting(AuditEvent::detail).containsExactly("401; 500 since 2026-12-01T10:00:00Z", "401");
        assertThat(refusals.size()).isZero();
    }

    @Test
    void anEntryOfSeveralPathsNamesTheFirstAndSaysSo() {
        refusals.add(anonymous("192.0.2.1", "GET /api/v1/me"));
        refusals.add(anonymous("192.0.2.1", "GET /api/v1/audit"));

        assertThat(refusals.drain()).singleElement().satisfies(event -> {
            assertThat(event.target()).isEqualTo("GET /api/v1/me");
            assertThat(event.detail()).endsWith("; 2 since 2026-12-01T10:00:00Z, also on other paths");
        });
    }

    @Test
    void refusalsOfTooManyAddressesAreCountedWithoutTheirAddress() {
        for (int i = 0; i < 100_000; i++) {
            refusals.add(anonymous("address-" + i, "GET /api/v1/me"));
        }

        assertThat(refusals.size()).isEqualTo(4);
        List<AuditEvent> events = refusals.drain();
        assertThat(events.get(3).origin().address()).isEqualTo(Refusals.SEVERAL);
        assertThat(events.get(3).occurrences()).isEqualTo(99_997);
        assertThat(refusals.collapsed()).isEqualTo(99_997);
    }

    @Test
    void anonymousRefusalsDoNotHideThoseOfACallerWithCredentials() {
        for (int i = 0; i < 100; i++) {
            refusals.add(anonymous("address-" + i, "GET /api/v1/me"));
        }
        refusals.add(of("mallory"));

        assertThat(refusals.drain()).extracting(AuditEvent::who).contains("mallory");
    }
}
