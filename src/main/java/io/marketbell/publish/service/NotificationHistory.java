package io.marketbell.publish.service;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.publish.NotificationService.Page;
import io.marketbell.publish.NotificationService.Read;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** Reads a user's durable notifications for clients that poll instead of connecting. */
record NotificationHistory(Journal journal, Ledger ledger) {

    Page read(String user, long after, Set<NotificationType> types, int limit) {
        // The head is read first: notifications that are committed later appear on the next page.
        long head = journal.head();
        if (journal.isShared() && after > head) {
            // the client may have the offset from another node
            head = journal.headReadAfter(journal.headReads());
        }
        List<Notification> found = after < head ? journal.history(user, after, head, types, limit) : List.of();
        if (found.isEmpty()) {
            return new Page(List.of(), Math.max(after, head), head, journal.epoch());
        }
        ledger.standing(user);
        LongPredicate before = ledger.mayHaveReached(user, after);
        List<Read> read = found.stream()
                .map(notification -> new Read(notification, before.test(notification.offset())))
                .toList();
        ledger.written(user, found.stream().mapToLong(Notification::offset).toArray());
        long nextAfter =
                found.size() < limit ? head : found.get(found.size() - 1).offset();
        return new Page(read, nextAfter, head, journal.epoch());
    }
}
