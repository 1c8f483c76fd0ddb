package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.State;
import io.marketbell.cluster.BusNode;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small parts of the bus, without Redis. */
class BusPartsTest {
    private static final long NOT_AT_ALL = 0;

    private static Message message(int bytes) {
        return new Message(BusTopic.VOLATILE, new byte[bytes]);
    }

    @Test
    void theSendQueueIsBoundedInMessagesAndBytes() throws InterruptedException {
        SendQueue queue = new SendQueue(3, 100);
        assertThat(queue.offer(message(60))).isTrue();
        assertThat(queue.offer(message(60))).isFalse();
        assertThat(queue.offer(message(30))).isTrue();
        assertThat(queue.offer(message(10))).isTrue();
        assertThat(queue.offer(message(0))).isFalse();
        assertThat(queue.bytes()).isEqualTo(100);

        assertThat(queue.take(10, 90, NOT_AT_ALL)).hasSize(2);
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(queue.clear()).isEqualTo(1);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.take(10, 90, NOT_AT_ALL)).isEmpty();
    }

    @Test
    void aMessageLargerThanABatchIsTakenAlone() throws InterruptedException {
        SendQueue queue = new SendQueue(10, 1_000);
        queue.offer(message(500));
        queue.offer(message(1));

        assertThat(queue.take(10, 100, NOT_AT_ALL)).hasSize(1);
        assertThat(queue.take(10, 100, NOT_AT_ALL)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version:6.2.0, ''",
        "redis_version:8.0.1, ''",
        "redis_version:unknown, ''",
        "redis_version:6.0.16, 6.2 or later",
        "redis_version:5.0.14, 6.2 or later",
        "cluster_enabled:1, Redis Cluster",
        "role:slave, replica",
        "role:master, ''"
    })
    void serversThatCannotBeUsedAreRefused(String line, String reason) {
        RedisInfo info = new RedisInfo("# Server\r\nredis_version:7.2.4\r\n" + line + "\r\n");

        assertThat(info.refusal()).contains(reason);
        assertThat(info.refusal().isEmpty()).isEqualTo(reason.isEmpty());
    }

    @Test
    void onlyNoevictionKeepsKeys() {
        assertThat(new RedisInfo("maxmemory_policy:noeviction").mayEvict()).isFalse();
        assertThat(new RedisInfo("maxmemory_policy:volatile-lru").mayEvict()).isTrue();
        assertThat(new RedisInfo("").mayEvict()).isFalse();
    }

    @Test
    void anEntryMayBeMissingIfTheFirstOneIsLaterThanThePosition() {
        StreamId position = StreamId.of("1000-5");
        StreamId later = StreamId.of("1001-0");

        assertThat(new StreamEdges(StreamId.of("999-0"), later).mayMiss(position))
                .isFalse();
        assertThat(new StreamEdges(position, later).mayMiss(position)).isFalse();
        assertThat(new StreamEdges(null, position).mayMiss(position)).isFalse();
        assertThat(new StreamEdges(StreamId.of("1000-6"), later).mayMiss(position))
                .isTrue();
        assertThat(new StreamEdges(null, later).mayMiss(position)).isTrue();
        assertThat(position).hasToString("1000-5");
    }

    @Test
    void theNumberOfEntriesOfAReadFollowsTheirSize() {
        ReadSize size = new ReadSize();
        int first = size.count();
        size.begin();
        size.read(100);
        size.read(1 << 20);
        size.begin();
        assertThat(size.count()).isEqualTo(8).isLessThan(first);
        size.read(100);
        size.begin();
        assertThat(size.count()).isEqualTo(256);
        size.read(1 << 30);
        size.begin();
        assertThat(size.count()).isEqualTo(1);
        size.begin();
        assertThat(size.count()).isEqualTo(1);
    }

    @Test
    void sequencesOfManyIncarnationsAreBounded() {
        BusSequences sequences = new BusSequences();
        assertThat(sequences.advance("first", 2)).isTrue();
        assertThat(sequences.advance("first", 2)).isFalse();
        assertThat(sequences.advance("first", 1)).isFalse();
        for (int i = 0; i < 999; i++) {
            assertThat(sequences.advance("other " + i, 1)).isTrue();
        }
        assertThat(sequences.advance("first", 2)).isFalse();
        assertThat(sequences.advance("one more", 1)).isTrue();
        assertThat(sequences.advance("first", 2)).isFalse();
        assertThat(sequences.advance("other 0", 1)).isTrue();
    }

    @Test
    void valuesAreDecodedAsTheyWereEncoded() {
        List<SharedValue> values =
                List.of(BusNode.value("AAPL", BusNode.id(1), "101"), BusNode.value("\u00e9", BusNode.id(2), ""));

        List<SharedValue> decoded = ValuesCodec.decode(ValuesCodec.encode(values));

        assertThat(decoded).usingRecursiveComparison().isEqualTo(values);
        assertThat(ValuesCodec.decode(new byte[] {2, 1, 2, 3})).isEmpty();
        byte[] cut = Arrays.copyOf(ValuesCodec.encode(values), 40);
        assertThatThrownBy(() -> ValuesCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesAreWrittenBackInPagesAndFromTheFirstAgainIfRequested() throws RedisFailure {
        ValuesWriteBack writeBack = new ValuesWriteBack();
        List<SharedValue> values = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            values.add(BusNode.value("k" + i, BusNode.id(i), "v"));
        }
        writeBack.from(values::stream);
        List<Integer> pages = new ArrayList<>();
        assertThat(writeBack.isPending()).isFalse();

        writeBack.begin();
        writeBack.page(page -> pages.add(page.size()));
        writeBack.begin();
        while (writeBack.isPending()) {
            writeBack.page(page -> pages.add(page.size()));
        }

        assertThat(pages).containsExactly(200, 200, 200, 50);
    }

    @Test
    void valuesThatCannotBeReadAreWrittenBackLater() throws RedisFailure {
        ValuesWriteBack writeBack = new ValuesWriteBack();
        AtomicBoolean fails = new AtomicBoolean(true);
        writeBack.from(() -> {
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("for the test");
            }
            return Stream.of(BusNode.value("k", BusNode.id(1), "v"));
        });
        writeBack.begin();
        assertThatThrownBy(() -> writeBack.page(page -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(writeBack.isPending()).isFalse();

        await().until(writeBack::isPending);
        List<SharedValue> stored = new ArrayList<>();
        writeBack.page(stored::addAll);

        assertThat(stored).hasSize(1);
        assertThat(writeBack.isPending()).isFalse();
    }

    @Test
    void theBusIsUpIfItSendsAndReceives() {
        BusStates states = new BusStates();
        List<State> seen = new ArrayList<>();
        states.onState(state -> {
            throw new IllegalStateException("for the test");
        });
        states.onState(seen::add);

        states.sends();
        assertThat(states.state()).isEqualTo(State.AWAY);
        states.receives();
        states.sends();
        states.receivesNothing("a test");
        states.sendsNothing("a test");
        states.receives();
        states.sends();

        assertThat(seen).containsExactly(State.UP, State.AWAY, State.UP);
    }

    @Test
    void partsOfAMessageCannotBeMovedIntoEachOther() {
        BusSeal seal = new BusSeal(RedisFixture.KEY, "test");
        BusEntry entry = seal.sealed("ab", "c", "d", 1, "e".getBytes(UTF_8));

        assertThat(seal.isGenuine(entry)).isTrue();
        assertThat(seal.isGenuine(new BusEntry("a", "bc", "d", 1, entry.mac(), entry.payload())))
                .isFalse();
        assertThat(seal.ofValue("k", "i", new byte[0])).isNotEqualTo(seal.ofValue("ki", "", new byte[0]));
    }
}
