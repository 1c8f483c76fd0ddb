package io.marketbell.cluster.redis;

import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import io.marketbell.thread.ThreadFaults;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Checks received entries and passes them to the receivers of their topics. One thread uses it. */
final class BusInbox {
    private final BusSeal seal;
    private final BusSignature self;
    private final BusCounters counters;
    private final StoredValues stored;
    private final LongSupplier redisMillis;
    private final BusSequences sequences = new BusSequences();
    private final ThreadFaults faults = ThreadFaults.of("bus receiver of a topic");
    private final Map<BusTopic, Consumer<byte[]>> receivers = new EnumMap<>(BusTopic.class);
    private Consumer<List<SharedValue>> values = loaded -> {};

    BusInbox(BusSeal seal, BusSignature self, BusCounters counters, StoredValues stored, LongSupplier redisMillis) {
        this.seal = seal;
        this.self = self;
        this.counters = counters;
        this.stored = stored;
        this.redisMillis = redisMillis;
    }

    void onMessage(BusTopic topic, Consumer<byte[]> receiver) {
        receivers.put(topic, receiver);
    }

    void onValues(Consumer<List<SharedValue>> receiver) {
        values = receiver;
    }

    /** Passes the stored last values to their receiver. */
    void load(RedisCalls calls) throws RedisFailure {
        stored.load(calls, page -> guarded(values, page));
    }

    /**
     * @param millis when Redis has stored it
     * @return its approximate size
     */
    long receive(Map<byte[], byte[]> body, long millis) {
        Map<String, byte[]> fields = BusEntry.named(body);
        if (!BusEntry.hasKnownWire(fields)) {
            counters.dropped(BusDrop.UNKNOWN_VERSION);
        } else {
            try {
                receive(BusEntry.of(fields), millis);
            } catch (IllegalArgumentException e) {
                counters.dropped(BusDrop.MALFORMED);
            }
        }
        return fields.values().stream().mapToLong(value -> value.length).sum();
    }

    private void receive(BusEntry entry, long millis) {
        if (self.isOwn(entry)) {
            return;
        }
        if (!seal.isGenuine(entry)) {
            counters.dropped(BusDrop.FORGED);
        } else if (!sequences.advance(entry.incarnation(), entry.sequence())) {
            counters.dropped(BusDrop.REPLAYED);
        } else if (entry.topic().equals(ValuesCodec.TOPIC)) {
            counters.received(redisMillis.getAsLong() - millis);
            guarded(values, ValuesCodec.decode(entry.payload()));
        } else {
            Optional<BusTopic> topic = BusTopic.of(entry.topic());
            if (topic.isEmpty()) {
                counters.dropped(BusDrop.UNKNOWN_TOPIC);
                return;
            }
            counters.received(redisMillis.getAsLong() - millis);
            guarded(receivers.getOrDefault(topic.get(), payload -> {}), entry.payload());
        }
    }

    private <T> void guarded(Consumer<T> receiver, T content) {
        try {
            receiver.accept(content);
        } catch (Throwable e) {
            counters.dropped(BusDrop.FAILED);
            faults.record(e);
        }
    }
}
