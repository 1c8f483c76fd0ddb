package io.marketbell.journal.log;

import io.marketbell.journal.log.JdbcJournal.Limits;
import java.time.Duration;

/** The shipped limits of the journal, with one of them changed. */
final class ShippedLimits {
    private ShippedLimits() {}

    static Limits answeringWithin(Duration answerWithin) {
        return with(Limits.DEFAULT.expiredRows(), Limits.DEFAULT.writeBehind(), answerWithin);
    }

    static Limits keepingExpired(int rows) {
        return with(rows, Limits.DEFAULT.writeBehind(), Limits.DEFAULT.answerWithin());
    }

    static Limits writingBehind(Duration period) {
        return with(Limits.DEFAULT.expiredRows(), period, Limits.DEFAULT.answerWithin());
    }

    private static Limits with(int expiredRows, Duration writeBehind, Duration answerWithin) {
        Limits shipped = Limits.DEFAULT;
        return new Limits(
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
