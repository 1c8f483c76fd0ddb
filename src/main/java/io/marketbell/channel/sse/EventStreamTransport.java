package io.marketbell.channel.sse;

import io.marketbell.channel.FrameEncoder;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import io.marketbell.http.sse.EventStream;
import java.io.IOException;

/**
 * Sends frames as Server-Sent Events: one event for each notification, with its offset as the event id to resume after.
 * Volatile notifications have no id, because a client keeps the last id it received. Clients cannot answer; a lost
 * connection is detected only by a failing write.
 */
record EventStreamTransport(EventStream stream) implements Transport {
    private static final String PING = EventStream.comment("");

    @Override
    public void send(Frame frame) throws IOException {
        stream.write(text(frame));
    }

    @Override
    public void ping() throws IOException {
        stream.write(PING);
    }

    @Override
    public void close(DisconnectReason reason) {
        stream.end();
    }

    @Override
    public boolean isAnswering() {
        return false;
    }

    static String text(Frame frame) {
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
