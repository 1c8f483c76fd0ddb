package io.marketbell.journal.log;

import java.time.Duration;

/** The shipped limits of the journal, with one of them changed. */
final class ShippedLimits {
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

    private static JournalLimits with(int expiredRows, Duration writeBehind, Duration answerWithin) {
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
                shipped.poll(),
                answerWithin);
    }
}
