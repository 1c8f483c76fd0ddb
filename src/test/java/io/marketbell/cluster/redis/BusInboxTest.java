package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.BusTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusInboxTest {
    private final BusSeal seal = new BusSeal(RedisFixture.KEY, "test");
    private final BusSignature self = new BusSignature(seal, "self");
    private final BusSignature other = new BusSignature(seal, "other");
    private final BusCounters counters = new BusCounters();
    private final BusInbox inbox = new BusInbox(seal, self, counters, null, () -> 1_500);
    private final List<String> received = new ArrayList<>();

    @BeforeEach
    void register() {
        inbox.onMessage(BusTopic.REVOKED, payload -> received.add(new String(payload, UTF_8)));
    }

    private static Map<byte[], byte[]> body(BusEntry entry) {
        return body(entry.fields());
    }

    private static Map<byte[], byte[]> body(byte[]... fields) {
        Map<byte[], byte[]> body = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return body;
    }

    private BusEntry signed(String text) {
        return other.sign("revoked", text.getBytes(UTF_8));
    }

    private long dropped(BusDrop reason) {
        return counters.dropped().get(reason.label());
    }

    @Test
    void aMessageIsPassedToTheReceiverOfItsTopic() {
        inbox.receive(body(signed("a key")), 1_000);

        assertThat(received).containsExactly("a key");
        assertThat(counters.receivedCount()).isEqualTo(1);
        assertThat(counters.lag()).isEqualTo(500);
    }

    @Test
    void ownMessagesAreSkipped() {
        inbox.receive(body(self.sign("revoked", new byte[0])), 1_000);

        assertThat(received).isEmpty();
        assertThat(counters.receivedCount()).isZero();
    }

    @Test
    void aRepeatedMessageIsDropped() {
        BusEntry first = signed("1");
        BusEntry second = signed("2");
        inbox.receive(body(second), 1_000);
        inbox.receive(body(second), 1_000);
        inbox.receive(body(first), 1_000);

        assertThat(received).containsExactly("2");
        assertThat(dropped(BusDrop.REPLAYED)).isEqualTo(2);
    }

    @Test
    void aMessageIsDroppedIfAnyPartWasChanged() {
        BusEntry entry = signed("1");
        byte[] payload = "2".getBytes(UTF_8);
        for (BusEntry changed : List.of(
                new BusEntry("limits", "other", entry.incarnation(), 1, entry.mac(), entry.payload()),
                new BusEntry("revoked", "another", entry.incarnation(), 1, entry.mac(), entry.payload()),
                new BusEntry("revoked", "other", "another", 1, entry.mac(), entry.payload()),
                new BusEntry("revoked", "other", entry.incarnation(), 2, entry.mac(), entry.payload()),
                new BusEntry("revoked", "other", entry.incarnation(), 1, entry.mac(), payload),
                new BusEntry("revoked", "other", entry.incarnation(), 1, new byte[32], entry.payload()),
                new BusSignature(new BusSeal(RedisFixture.KEY, "another cluster"), "other").sign("revoked", payload))) {
            inbox.receive(body(changed), 1_000);
        }

        assertThat(received).isEmpty();
        assertThat(dropped(BusDrop.FORGED)).isEqualTo(7);
        inbox.receive(body(entry), 1_000);
        assertThat(received).containsExactly("1");
    }

    @Test
    void messagesOfNewerReleasesAreIgnored() {
        inbox.receive(body(other.sign("a new topic", new byte[0])), 1_000);
        byte[][] fields = signed("1").fields();
        fields[1] = "2".getBytes(UTF_8);
        inbox.receive(body(fields), 1_000);

        assertThat(received).isEmpty();
        assertThat(dropped(BusDrop.UNKNOWN_TOPIC)).isEqualTo(1);
        assertThat(dropped(BusDrop.UNKNOWN_VERSION)).isEqualTo(1);
    }

    @Test
    void unknownFieldsAreIgnored() {
        Map<byte[], byte[]> body = body(signed("1"));
        body.put("z".getBytes(UTF_8), new byte[] {1});
        inbox.receive(body, 1_000);

        assertThat(received).containsExactly("1");
    }

    @Test
    void malformedMessagesAreCounted() {
        inbox.receive(Map.of(), 1_000);
        inbox.receive(null, 1_000);
        byte[][] fields = signed("1").fields();
        fields[9] = "a number".getBytes(UTF_8);
        inbox.receive(body(fields), 1_000);
        inbox.receive(body(other.sign(ValuesCodec.TOPIC, new byte[] {1, 0, 0})), 1_000);

        assertThat(dropped(BusDrop.UNKNOWN_VERSION)).isEqualTo(2);
        assertThat(dropped(BusDrop.MALFORMED)).isEqualTo(2);
    }

    @Test
    void anErrorOfAReceiverIsCounted() {
        inbox.onMessage(BusTopic.LIMITS, payload -> {
            throw new AssertionError("for the test");
        });
        inbox.receive(body(other.sign("limits", new byte[0])), 1_000);
        inbox.receive(body(signed("1")), 1_000);

        assertThat(received).containsExactly("1");
        assertThat(dropped(BusDrop.FAILED)).isEqualTo(1);
    }
}
