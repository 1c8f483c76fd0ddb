package io.marketbell.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.testkit.server.FakeMarketbell;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarketbellClientTest {
    private final FakeMarketbell marketbell = new FakeMarketbell();

    @AfterEach
    void close() {
        marketbell.close();
    }

    private static JsonObject fill(String recipient, String key) {
        return Json.object()
                .add("type", "ORDER_FILLED")
                .add("recipients", Json.strings(List.of(recipient)))
                .add("key", key)
                .build();
    }

    @Test
    void receivesWhatItSubscribedToInOrder() {
        RestClient publisher = RestClient.withKey(marketbell.base(), MarketbellServer.PUBLISHER);
        try (MarketbellClient alice = MarketbellClient.connect(marketbell.base(), MarketbellServer.ALICE)) {
            assertThat(alice.subprotocol()).isEqualTo(MarketbellClient.SUBPROTOCOL);
            assertThat(alice.subscribe(Subscription.to("ORDER_FILLED")).subscription())
                    .isEqualTo("s1");
            publisher.publish(fill("alice", "one")).expect(202);
            publisher
                    .publishArray(List.of(fill("bob", "not hers"), fill("alice", "two")))
                    .expect(202);
            publisher
                    .publishNdjson(List.of(fill("alice", "three"), fill("alice", "four")))
                    .expect(202);

            assertThat(alice.received().awaitNotifications("ORDER_FILLED", 4))
                    .extracting(notification -> notification.getString("key"))
                    .containsExactly("one", "two", "three", "four");
            assertThat(alice.received().frames()).extracting(Received.Data::seq).containsExactly(1L, 2L, 3L);
            assertThat(alice.ping().success()).isTrue();
            assertThat(alice.unsubscribe("s1").success()).isTrue();
            assertThat(alice.leave().code()).isEqualTo(1000);
        }
    }

    @Test
    void authenticatesWithAFrame() {
        try (MarketbellClient bob = MarketbellClient.connectAnonymously(marketbell.base())) {
            assertThat(bob.authenticateWithKey(MarketbellServer.BOB).success()).isTrue();
            assertThat(bob.subscribe(Subscription.everything()).success()).isTrue();
        }
    }

    @Test
    void reportsTheStatusOfARefusedHandshake() {
        assertThatThrownBy(() -> MarketbellClient.connect(marketbell.base(), "mb_unknown"))
                .isInstanceOfSatisfying(
                        MarketbellClient.HandshakeRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void reportsTheCloseCode() {
        try (MarketbellClient nobody = MarketbellClient.connectAnonymously(marketbell.base())) {
            nobody.send("{\"method\":\"subscribe\",\"params\":{}}");
            assertThat(nobody.received().awaitClose().code()).isEqualTo(4102);
        }
    }

    @Test
    void aTimeoutShowsTheReceivedMessages() {
        try (MarketbellClient alice = MarketbellClient.connect(marketbell.base(), MarketbellServer.ALICE)) {
            alice.ping();
            assertThatThrownBy(() -> alice.received().await("a miracle", Duration.ofMillis(20), () -> false))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a miracle")
                    .hasMessageContaining("\"method\":\"ping\"");
        }
    }

    @Test
    void rawSocketsSendMaskedFramesAndReadTheCloseCode() {
        try (RawSocket raw = RawSocket.open(marketbell.base())) {
            assertThat(raw.handshake("localhost", Map.of())).isEqualTo(101);
            raw.sendText("{\"method\":\"ping\",\"req_id\":1}");
            assertThat(raw.awaitCloseCode()).isEqualTo(4102);
        }
        try (RawSocket raw = RawSocket.connect(marketbell.base(), MarketbellServer.ALICE)) {
            raw.sendText("{\"method\":\"ping\",\"req_id\":\"" + "x".repeat(300) + "\"}");
            assertThat(raw.awaitText("xxx")).contains("\"success\":true");
        }
        String path = MarketbellClient.PATH;
        try (RawSocket raw = RawSocket.upgrade(marketbell.base(), path, "X-API-Key: " + MarketbellServer.ALICE)) {
            assertThat(raw.status()).isEqualTo(101);
            assertThat(raw.response()).contains("Sec-WebSocket-Accept");
            raw.sendText("{\"method\":\"ping\",\"req_id\":7}");
            assertThat(raw.next()).isEqualTo("ping");
            assertThat(raw.next()).contains("\"req_id\":7");
        }
        assertThat(RawSocket.frame(false, RawSocket.TEXT, "Hello".getBytes(), true))
                // the masked "Hello" of RFC 6455 section 5.7, as a first fragment
                .containsExactly(0x01, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58);
    }
}
