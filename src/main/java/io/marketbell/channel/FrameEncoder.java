package io.marketbell.channel;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.Frame;
import java.util.List;

/**
 * Encodes frames as JSON for WebSocket clients. Written by hand for speed: some hundred thousand data frames a second
 * are assembled from notifications that are already JSON text.
 */
public final class FrameEncoder {
    private static final String DATA_HEAD = "{\"channel\":\"notifications\",\"seq\":";
    private static final String DATA_LIST = ",\"data\":[";
    private static final int LONGEST_NUMBER = 20;

    private FrameEncoder() {}

    public static String of(Frame frame) {
        if (frame instanceof Frame.Data data) {
            return data(data);
        }
        if (frame instanceof Frame.Reply reply) {
            return reply.text();
        }
        if (frame instanceof Frame.Heartbeat heartbeat) {
            return "{\"channel\":\"heartbeat\",\"time\":\"" + heartbeat.time() + "\"}";
        }
        return status((Frame.Status) frame);
    }

    private static String data(Frame.Data frame) {
        List<Delivery> deliveries = frame.deliveries();
        String[] texts = new String[deliveries.size()];
        int length = DATA_HEAD.length() + LONGEST_NUMBER + DATA_LIST.length() + texts.length + 2;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = deliveries.get(i).json();
            length += texts[i].length();
        }
        StringBuilder json = new StringBuilder(length);
        json.append(DATA_HEAD).append(frame.seq()).append(DATA_LIST);
        for (int i = 0; i < texts.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            json.append(texts[i]);
        }
        return json.append("]}").toString();
    }

    public static String status(Frame.Status status) {
        if (status instanceof Frame.Status.Gap gap) {
            String epoch = gap.epoch() == null ? "" : ",\"epoch\":\"" + gap.epoch() + '"';
            return event(
                    "gap",
                    ",\"from\":" + gap.from() + ",\"to\":" + gap.to() + ",\"reason\":\"" + gap.reason() + '"' + epoch);
        }
        if (status instanceof Frame.Status.Resuming resuming) {
            return event("resuming", ",\"from\":" + resuming.from());
        }
        if (status instanceof Frame.Status.Resumed resumed) {
            return event("resumed", ",\"to\":" + resumed.to());
        }
        if (status instanceof Frame.Status.Conflated conflated) {
            return event("conflated", ",\"count\":" + conflated.count());
        }
        if (status instanceof Frame.Status.Dropped dropped) {
            return event("dropped", ",\"priority\":\"LOW\",\"count\":" + dropped.count());
        }
        if (status instanceof Frame.Status.Acked acked) {
            return event("acked", ",\"offset\":" + acked.offset());
        }
        Frame.Status.Shutdown shutdown = (Frame.Status.Shutdown) status;
        return event("shutdown", ",\"reconnect_after_ms\":" + shutdown.reconnectAfterMillis());
    }

    private static String event(String name, String members) {
        return "{\"channel\":\"status\",\"event\":\"" + name + '"' + members + '}';
    }
}
