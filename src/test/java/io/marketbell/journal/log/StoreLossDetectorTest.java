package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.LogState;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An embedded database that closed itself after an I/O error. */
class StoreLossDetectorTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final LogState state = new LogState();
    private final AtomicBoolean shouldComeBack = new AtomicBoolean(true);
    private final StoreLossDetector watch = new StoreLossDetector(state, shouldComeBack::get, clock);

    @BeforeEach
    void open() {
        state.opened("e1", Doubts.NONE);
        state.available(true);
    }

    private boolean isLostAfter(Duration time) {
        watch.check();
        clock.advance(time);
        watch.check();
        return watch.isLost();
    }

    @Test
    void databaseThatStaysUnavailableIsLostUntilItResponds() {
        assertThat(isLostAfter(LONG)).as("it answers").isFalse();
        state.available(false);
        assertThat(isLostAfter(LONG.minusMillis(1))).isFalse();
        assertThat(isLostAfter(Duration.ofMillis(1))).isTrue();

        state.available(true);
        assertThat(isLostAfter(Duration.ZERO)).isFalse();
    }

    @Test
    void remoteOrFullDatabaseIsNotLost() {
        state.available(false);
        shouldComeBack.set(false);
        assertThat(isLostAfter(LONG.multipliedBy(10))).isFalse();

        shouldComeBack.set(true);
        assertThat(isLostAfter(LONG.minusMillis(1)))
                .as("the time starts when there is space")
                .isFalse();
    }

    @Test
    void databaseThatWasNeverReachedIsNotLost() {
        StoreLossDetector fresh = new StoreLossDetector(new LogState(), () -> true, clock);
        fresh.check();
        clock.advance(LONG);
        fresh.check();
        assertThat(fresh.isLost()).isFalse();
    }
}
