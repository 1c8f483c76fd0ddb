package io.marketbell.notification;

import io.marketbell.json.JsonText;

/**
 * Encodes a notification as JSON for clients; the encoding is the same for all channels. It omits the recipients, the
 * publisher and the callback URL, which are known to the publisher only.
 *
 * <p>Written by hand for speed: each notification is encoded once and sent to thousands of clients, and the body is
 * already JSON text that must not be parsed again.
 */
public final class NotificationJson {

    /** Delivery flag sent together with a notification. */
    public enum Mark {
        FRESH,
        /** The notification may have been sent to this user before. */
        REDELIVERED,
        /** The notification is a last value whose time to live has passed. */
        STALE
    }

    private NotificationJson() {}

    public static String of(Notification notification, Mark mark) {
        String body = notification.body();
        StringBuilder json = new StringBuilder(256 + (body == null ? 0 : body.length()));
        json.append("{\"id\":\"").append(notification.id());
        json.append("\",\"type\":\"").append(notification.typeName());
        json.append("\",\"priority\":\"").append(notification.priority().name());
        json.append("\",\"time\":\"").append(notification.time()).append('"');
        JsonText.member(json, "instrument", notification.instrument());
        JsonText.member(json, "broker", notification.broker());
        if (notification.offset() > 0) {
            json.append(",\"offset\":").append(notification.offset());
        }
        json.append(",\"expires_at\":\"").append(notification.expiresAt()).append('"');
        if (notification.isDurable()) {
            json.append(",\"redelivered\":").append(mark == Mark.REDELIVERED);
        }
        if (mark == Mark.STALE) {
            json.append(",\"stale\":true");
        }
        JsonText.member(json, "key", notification.key());
        JsonText.member(json, "replay_of", notification.replayOf());
        if (body != null) {
            json.append(",\"body\":").append(body);
        }
        return json.append('}').toString();
    }
}
