package io.marketbell.journal.log;

import java.time.Duration;

/** The shipped limits of the journal, with one of them changed. */
public final class ShippedLimits {
    private ShippedLimits() {}

    static JournalLimits answeringWithin(Duration answerWithin) {
        return with(JournalLimits.DEFAULT.expiredRows(), JournalLimits.DEFAULT.writeBehind(), answerWithin);
    }

    static JournalLimits keepingExpired(int rows) {
        return with(rows, JournalLimits.DEFAULT.writeBehind(), JournalLimits.DEFAULT.answerWithin());
    }

    static JournalLimits writingBehind(Duration period) {
        return with(JournalLimits.DEFAULT.expiredRows(), period, JournalLimits.DEFAULT.answerWithin());
    }

    /** The journal finds commits of other nodes only by its own commits and by requests. */
    public static JournalLimits withoutPoll() {
        return with(
                JournalLimits.DEFAULT.expiredRows(),
                JournalLimits.DEFAULT.writeBehind(),
                JournalLimits.DEFAULT.answerWithin(),
                Duration.ofHours(1));
    }

    private static JournalLimits with(int expiredRows, Duration writeBehind, Duration answerWithin) {
        return with(expiredRows, writeBehind, answerWithin, JournalLimits.DEFAULT.poll());
    }

    private static JournalLimits with(int expiredRows, Duration writeBehind, Duration answerWithin, Duration poll) {
        JournalLimits shipped = JournalLimits.DEFAULT;
        return new JournalLimits(
                shipped.groupSize(),
                shipped.queueSize(),
                shipped.patience(),
                writeBehind,
                shipped.progressSaved(),
                shipped.usersKept(),
                expiredRows,
                shipped.progressKept(),
                poll,
                answerWithin);
    }
}
