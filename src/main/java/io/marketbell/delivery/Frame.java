package io.marketbell.delivery;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** A unit that is written to a client at once. The transport encodes it for its protocol. */
public sealed interface Frame {
    /** Upper estimate of the size of a data frame without its notifications, in bytes. */
    int OVERHEAD = 80;

    /** Returns the approximate size on the wire in bytes. */
    default int weight() {
        return OVERHEAD;
    }

    /** Returns the durable notifications of the frame. */
    default List<RoutedNotification> durables() {
        return List.of();
    }

    /**
     * A batch of notifications.
     *
     * @param seq sequence number of the data frame in its connection; starts at 1, without gaps
     */
    record Data(long seq, List<Delivery> deliveries) implements Frame {

        /** The durable notifications precede the volatile ones, so if the first is volatile, there are none. */
        @Override
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

    /** The reply to a client's request, encoded by the channel. */
    record Reply(String text) implements Frame {
        @Override
        public int weight() {
            return text.length();
        }
    }

    /**
     * A reply whose text is created by the writer when the frame is written.
     *
     * @param weight an estimate
     */
    record DeferredReply(int weight, Supplier<String> text) implements Frame {
        public Reply resolve() {
            return new Reply(text.get());
        }
    }

    /** Sent if nothing else was written during the heartbeat interval. */
    record Heartbeat(Instant time) implements Frame {}

    /** An event about the client's own stream. */
    sealed interface Status extends Frame {

        /**
         * Durable notifications from {@code from} to {@code to} are no longer available, or the log was replaced by
         * another one.
         *
         * @param epoch of the new log, if it replaced the old one while the client was connected; otherwise null
         */
        record Gap(long from, long to, GapReason reason, String epoch) implements Status {
            public Gap(long from, long to, GapReason reason) {
                this(from, to, reason, null);
            }
        }

        record Resuming(long from) implements Status {}

        record Resumed(long to) implements Status {}

        /** The number of queued notifications replaced by newer ones since the last such event. */
        record Conflated(long count) implements Status {}

        /** The number of volatile LOW notifications dropped since the last such event. */
        record Dropped(long count) implements Status {}

        /** Another connection of the same user acknowledged up to this offset. */
        record Acked(long offset) implements Status {}

        record Shutdown(long reconnectAfterMillis) implements Status {}
    }

    enum GapReason {
        /** The notifications have expired. */
        EXPIRED,
        /** The epoch differs, or the offset is beyond the head: the client's offset belongs to another log. */
        RESET
    }
}
