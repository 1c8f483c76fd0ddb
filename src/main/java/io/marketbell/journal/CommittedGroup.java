package io.marketbell.journal;

import io.marketbell.notification.Notification;
import java.util.List;

/**
 * The notifications that a node committed in one transaction.
 *
 * @param epoch the log to which the offsets belong
 * @param headBefore the head before the commit
 * @param idBefore the id of the notification at {@code headBefore}; null if it is unknown or there is none
 * @param head the head after the commit
 * @param notifications all notifications of the commit in the order of their offsets; empty if they must be read from
 *     the database
 */
public record CommittedGroup(
        String epoch, long headBefore, String idBefore, long head, List<Notification> notifications) {

    public CommittedGroup {
        notifications = List.copyOf(notifications);
        if (headBefore < 0 || head <= headBefore) {
            throw new IllegalArgumentException("not a commit: from " + headBefore + " to " + head);
        }
        long offset = headBefore;
        for (Notification notification : notifications) {
            if (notification.offset() != ++offset) {
                throw new IllegalArgumentException("offset " + notification.offset() + " instead of " + offset);
            }
        }
        if (!notifications.isEmpty() && offset != head) {
            throw new IllegalArgumentException("the last offset is " + offset + " instead of " + head);
        }
    }

    public boolean isComplete() {
        return !notifications.isEmpty();
    }

    /** Returns the id of the notification at this offset according to this commit; null if it is unknown. */
    public String idAt(long offset) {
        if (offset == headBefore) {
            return idBefore;
        }
        return offset > headBefore && offset <= head && isComplete()
                ? notifications.get((int) (offset - headBefore) - 1).id()
                : null;
    }
}
