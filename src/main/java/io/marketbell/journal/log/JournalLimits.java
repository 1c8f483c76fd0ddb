package io.marketbell.journal.log;

import static io.marketbell.settings.SettingRange.above;
import static io.marketbell.settings.SettingRange.atLeast;

import io.marketbell.journal.Journal;
import java.time.Duration;

/**
 * The limits of the journal.
 *
 * @param groupSize the maximum number of rows in one commit, unless a single call has more; see {@link Journal.Entry#rows}
 * @param queueSize the number of rows queued for a commit; above it, callers wait
 * @param patience how long callers wait for room
 * @param writeBehind how often the ledger is written
 * @param progressSaved the maximum number of users whose progress each such write saves
 * @param usersKept the number of users kept in memory even if they are idle
 * @param expiredRows the maximum number of expired-notification summaries kept for resumes
 * @param progressKept how long the database keeps the progress of inactive users
 * @param poll how often an idle journal checks for commits of other nodes
 * @param answerWithin how long a commit may take before its callers are rejected
 */
public record JournalLimits(
        int groupSize,
        int queueSize,
        Duration patience,
        Duration writeBehind,
        int progressSaved,
        int usersKept,
        int expiredRows,
        Duration progressKept,
        Duration poll,
        Duration answerWithin) {
    public static final JournalLimits DEFAULT = new JournalLimits(
            Journal.ROWS_AT_ONCE,
            20_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            1_000,
            50_000,
            500_000,
            Duration.ofDays(30),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));

    public JournalLimits {
        atLeast(1, "marketbell.journal.group.size", groupSize);
        atLeast(1, "marketbell.journal.queue.size", queueSize);
        atLeast(0, "marketbell.journal.patience.ms", patience.toMillis());
        atLeast(1, "marketbell.journal.write.behind.ms", writeBehind.toMillis());
        atLeast(1, "marketbell.journal.progress.saved", progressSaved);
        atLeast(0, "marketbell.journal.readers.kept", usersKept);
        atLeast(0, "marketbell.journal.expired.rows", expiredRows);
        above(0, "marketbell.journal.progress.retention.days", progressKept.toMillis() / 86_400_000.0);
        atLeast(1, "marketbell.journal.poll.ms", poll.toMillis());
        atLeast(1, "marketbell.journal.answer.ms", answerWithin.toMillis());
    }
}
