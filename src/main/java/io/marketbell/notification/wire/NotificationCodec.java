package io.marketbell.notification.wire;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes notifications for other nodes. Times have microseconds, as in the database. Later versions may add fields at
 * the end of a notification; a reader ignores them.
 */
public final class NotificationCodec {
    private static final int OVERHEAD_BYTES = 200;
    private static final long MICROS = 1_000_000L;

    private NotificationCodec() {}

    public static void write(MessageWriter message, Notification notification) {
        String body = notification.body();
        MessageWriter one = new MessageWriter(OVERHEAD_BYTES + (body == null ? 0 : body.length()))
                .text(notification.id())
                .text(notification.type().name())
                .text(notification.priority().name())
                .number(micros(notification.time()))
                .text(notification.instrument())
                .text(notification.broker())
                .number(notification.recipients().size());
        notification.recipients().forEach(one::text);
        one.number(notification.offset())
                .number(micros(notification.expiresAt()))
                .text(notification.key())
                .text(body)
                .text(notification.publisher())
                .number(micros(notification.acceptedAt()))
                .text(notification.callbackUrl())
                .text(notification.replayOf());
        message.part(one.toBytes());
    }

    /** @throws MalformedMessage also for a type or priority that this version does not know */
    public static Notification read(MessageReader message) {
        MessageReader one = message.part();
        try {
            return new Notification(
                    one.requiredText(),
                    NotificationType.valueOf(one.requiredText()),
                    Priority.valueOf(one.requiredText()),
                    instant(one.number()),
                    one.text(),
                    one.text(),
                    recipients(one),
                    one.number(),
                    instant(one.number()),
                    one.text(),
                    one.text(),
                    one.requiredText(),
                    instant(one.number()),
                    one.text(),
                    one.text());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessage("not a notification", e);
        }
    }

    private static List<String> recipients(MessageReader one) {
        int count = one.count();
        List<String> recipients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            recipients.add(one.requiredText());
        }
        return recipients;
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }
}
