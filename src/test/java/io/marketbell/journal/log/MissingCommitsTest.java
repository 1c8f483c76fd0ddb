package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MissingCommitsTest {
    private static final long PATIENCE = MissingCommits.PATIENCE.toNanos();

    private final AtomicLong clock = new AtomicLong(-7);
    private final AtomicBoolean messagesArrive = new AtomicBoolean(true);
    private final MissingCommits missing = new MissingCommits(clock::get);

    MissingCommitsTest() {
        missing.expectWhile(messagesArrive::get);
    }

    @Test
    void nothingIsReadWhileNothingIsMissing() {
        missing.found(3, 3);

        assertThat(missing.isBehind(3)).isFalse();
        assertThat(missing.nanosUntilRead(3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void messageIsAwaitedForAShortTime() {
        missing.found(5, 3);
        assertThat(missing.nanosUntilRead(3)).isEqualTo(PATIENCE);

        clock.addAndGet(PATIENCE - 1);
        missing.found(6, 3);
        missing.heard(7, 3);
        assertThat(missing.nanosUntilRead(3)).isEqualTo(1);

        clock.addAndGet(5);
        assertThat(missing.nanosUntilRead(3)).isZero();
    }

    @Test
    void theTimeBeginsAgainWhenCommitsAreAnnounced() {
        missing.found(5, 3);
        clock.addAndGet(PATIENCE);
        missing.advanced();

        assertThat(missing.nanosUntilRead(4)).isEqualTo(PATIENCE);
    }

    @Test
    void withoutMessagesTheDatabaseIsReadAtOnce() {
        messagesArrive.set(false);
        missing.found(5, 3);

        assertThat(missing.nanosUntilRead(3)).isZero();
    }

    @Test
    void hintsAreReadAtOnce() {
        missing.heard(5, 3);
        missing.readAtOnce(5);
        missing.heard(8, 3);

        assertThat(missing.nanosUntilRead(3)).isZero();
        assertThat(missing.nanosUntilRead(5)).isPositive();
    }

    @Test
    void headOfAMessageIsForgottenIfALaterReadDoesNotConfirmIt() {
        missing.heard(9, 3);
        assertThat(missing.behind(3)).isEqualTo(6);

        missing.read(4, missing.heard(), 3);

        assertThat(missing.behind(3)).isEqualTo(1);
    }

    @Test
    void afterAReadTheRestOfTheCommitsItFoundIsReadAtOnce() {
        missing.found(9, 3);
        missing.read(12, missing.heard(), 3);
        missing.advanced();

        assertThat(missing.nanosUntilRead(5)).isZero();
        missing.found(13, 12);
        assertThat(missing.nanosUntilRead(12)).isEqualTo(PATIENCE);
    }

    @Test
    void headOfAMessageThatArrivedDuringTheReadIsKept() {
        missing.heard(4, 3);
        long before = missing.heard();
        missing.heard(9, 3);

        missing.read(4, before, 3);

        assertThat(missing.behind(3)).isEqualTo(6);
    }
}
