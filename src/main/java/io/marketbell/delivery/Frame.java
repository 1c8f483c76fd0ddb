package io.marketbell.delivery;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What goes to a client at once. The transport gives it its shape on the wire. */
public sealed interface Frame {
    /** What a frame has beside its notifications, generously. */
    int OVERHEAD = 80;

    /** About how many bytes it takes on the wire. */
    default int weight() {
        return OVERHEAD;
    }

    /**
     * A batch.
     *
     * @param seq counts the data frames of a connection from 1, without holes
     */
    record Data(long seq, List<Delivery> deliveries) implements Frame {

        /** The durable ones. They stand first, so where the first is volatile, all are. */
        public List<RoutedNotification> durables() {
            if (deliveries.get(0).offset() == 0) {
                return List.of();
            }
            return deliveries.stream()
                    .filter(delivery -> delivery.offset() > 0)
                    .map(Delivery::routed)
                    .toList();
        }

        @Override
        public int weight() {
            int weight = OVERHEAD;
            for (Delivery delivery : deliveries) {
                weight += delivery.routed().weight();
            }
            return weight;
        }
    }

    /** The answer to a request of the client's, in the transport's own words. */
    record Reply(String text) implements Frame {
        @Override
        public int weight() {
            return text.length();
        }
    }

    /**
     * A reply whose text is made by the writer, when the frame is written.
     *
     * @param weight an estimate
     */
    record DeferredReply(int weight, Supplier<String> text) implements Frame {
        public Reply resolve() {
            return new Reply(text.get());
        }
    }

    /** Sent when nothing else was for a while. */
    record Heartbeat(Instant time) implements Frame {}

    /** What a client is told about its own stream. */
    sealed interface Status extends Frame {

        /**
         * Durable notifications from {@code from} to {@code to} can no longer be had, or the log is another one.
         *
         * @param epoch of the new log, where it has replaced the old one while the client was connected; else null
         */
        record Gap(long from, long to, GapReason reason, String epoch) implements Status {
            public Gap(long from, long to, GapReason reason) {
                this(from, to, reason, null);
            }
        }

        record Resuming(long from) implements Status {}

        record Resumed(long to) implements Status {}

        /** So many waiting notifications were replaced by newer ones since this was last told. */
        record Conflated(long count) implements Status {}

        /** So many volatile LOW notifications were dropped since this was last told. */
        record Dropped(long count) implements Status {}

        /** Another connection of the same user has acknowledged up to this offset. */
        record Acked(long offset) implements Status {}

        record Shutdown(long reconnectAfterMillis) implements Status {}
    }

    enum GapReason {
        /** What was there has expired. */
        EXPIRED,
        /** The epoch is another, or the offset lies beyond the head: the log is not the one the client knew. */
        RESET
    }
}
