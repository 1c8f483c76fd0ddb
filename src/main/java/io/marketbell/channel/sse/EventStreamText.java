package io.marketbell.channel.sse;

import io.marketbell.channel.FrameEncoder;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.Frame;
import io.marketbell.http.sse.EventStream;

/**
 * Encodes frames as Server-Sent Events: one event for each notification, with its offset as the event id to resume
 * after. Volatile notifications have no id, because a client keeps the last id it received.
 */
final class EventStreamText {
    private EventStreamText() {}

    static String of(Frame frame) {
        if (frame instanceof Frame.Data data) {
            return notifications(data);
        }
        if (frame instanceof Frame.Reply reply) {
            return reply.text();
        }
        if (frame instanceof Frame.Heartbeat heartbeat) {
            return EventStream.comment("heartbeat " + heartbeat.time());
        }
        String retry = frame instanceof Frame.Status.Shutdown shutdown
                ? "retry: " + shutdown.reconnectAfterMillis() + "\n"
                : "";
        return retry + EventStream.event("status", FrameEncoder.status((Frame.Status) frame));
    }

    private static String notifications(Frame.Data frame) {
        StringBuilder text = new StringBuilder(512 * frame.deliveries().size());
        for (Delivery delivery : frame.deliveries()) {
            if (delivery.offset() > 0) {
                text.append("id: ").append(delivery.offset()).append('\n');
            }
            text.append("event: notification\ndata: ").append(delivery.json()).append("\n\n");
        }
        return text.toString();
    }
}
