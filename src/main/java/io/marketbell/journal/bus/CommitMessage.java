package io.marketbell.journal.bus;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.notification.Notification;
import io.marketbell.notification.wire.MalformedMessage;
import io.marketbell.notification.wire.MessageReader;
import io.marketbell.notification.wire.MessageWriter;
import io.marketbell.notification.wire.NotificationCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of messages about commits. Later releases may add fields at the end; a change that older releases must not
 * read gets a new version.
 */
final class CommitMessage {
    static final int VERSION = 1;
    static final int LARGEST = 256 << 10;

    private static final int HEADER_BYTES = 100;
    private static final int NOTIFICATION_BYTES = 300;

    private CommitMessage() {}

    /** @param withNotifications false to send only offsets, as also happens if the message would be too large */
    static byte[] encode(CommittedGroup group, boolean withNotifications) {
        List<Notification> notifications = group.notifications();
        int expected = withNotifications ? Math.min(LARGEST, NOTIFICATION_BYTES * notifications.size()) : 0;
        MessageWriter message = new MessageWriter(HEADER_BYTES + expected)
                .number(VERSION)
                .text(group.epoch())
                .number(group.headBefore())
                .text(group.idBefore())
                .number(group.head());
        int header = message.size();
        message.number(withNotifications ? notifications.size() : 0);
        for (int i = 0; withNotifications && i < notifications.size(); i++) {
            NotificationCodec.write(message, notifications.get(i));
            if (message.size() > LARGEST) {
                message.truncate(header);
                return message.number(0).toBytes();
            }
        }
        return message.toBytes();
    }

    /**
     * Returns a group without notifications if one of them cannot be read, for example because its type is unknown to
     * this release.
     *
     * @throws MalformedMessage if the offsets cannot be read
     */
    static CommittedGroup decode(byte[] bytes) {
        MessageReader message = new MessageReader(bytes);
        long version = message.number();
        if (version != VERSION) {
            throw new MalformedMessage("unknown version of a commit message: " + version);
        }
        CommittedGroup offsets =
                group(message.requiredText(), message.number(), message.text(), message.number(), List.of());
        try {
            return group(
                    offsets.epoch(), offsets.headBefore(), offsets.idBefore(), offsets.head(), notifications(message));
        } catch (MalformedMessage e) {
            return offsets;
        }
    }

    private static CommittedGroup group(
            String epoch, long headBefore, String idBefore, long head, List<Notification> notifications) {
        try {
            return new CommittedGroup(epoch, headBefore, idBefore, head, notifications);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessage(e.getMessage());
        }
    }

    private static List<Notification> notifications(MessageReader message) {
        int count = message.count();
        List<Notification> notifications = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            notifications.add(NotificationCodec.read(message));
        }
        return notifications;
    }
}
