package io.marketbell.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Peer;
import io.marketbell.identity.Authenticator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorwayTest {
    private static final String AUTH = """
            {"method":"auth","params":{"api_key":"%s"},"req_id":1}""";
    private static final String TOKEN = """
            {"method":"auth","params":{"token":"%s"},"req_id":1}""";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final ChannelSettings SETTINGS = new ChannelSettings(50_000, 15, 10, 10, 100, Optional.empty());

    private final ScriptedExchange exchange = new ScriptedExchange(() -> Runnable::run);
    private final RecordingTransport wire = new RecordingTransport();
    private FrameGate.Verdict verdict = FrameGate.Verdict.PASS;
    private final Doorway doorway = doorway(Trade.AUTHENTICATOR);

    private Doorway doorway(Authenticator authenticator) {
        return new Doorway(
                exchange,
                new Credentials(authenticator),
                SETTINGS,
                (place, text) -> text.contains("suspicious"),
                wire,
                (method, caller) -> verdict,
                "203.0.113.7");
    }

    @Test
    void handshakeCredentialAdmitsWithoutAWord() {
        doorway.admit(Trade.ALICE);

        assertThat(exchange.only().user()).isEqualTo("alice");
        assertThat(exchange.only().credential()).isEqualTo("key-alice");
        assertThat(exchange.only().peer).isEqualTo(new Peer("premium", Peer.Via.WEBSOCKET, "203.0.113.7"));
        assertThat(wire.sent).isEmpty();
        assertThat(wire.closed).isNull();
    }

    @Test
    void authFrameAdmitsAndTellsTheSession() {
        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(wire.sent).containsExactly("""
                        {"method":"auth","req_id":1,"success":true,"result":{"session":"c1","user":"alice","tier":"premium",\
                        "heartbeat_seconds":15,"batch_size":10,"batch_delay_ms":100,"epoch":"e7","head":830,"acked":815}}""");
        assertThat(exchange.connections()).isEqualTo(1);
    }

    @Test
    void tokenAdmitsUntilItExpires() {
        doorway.heard(TOKEN.formatted("alice.until.noon"));

        assertThat(wire.last()).contains("\"success\":true", "\"user\":\"alice\"", "\"tier\":\"broker\"");
        assertThat(exchange.only().expiresAt).isEqualTo(NOON);
    }

    @Test
    void keyAdmitsWithoutAnEnd() {
        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.only().expiresAt).isNull();
    }

    @Test
    void freshTokenOfTheSameUserExtendsTheConnection() {
        doorway.heard(TOKEN.formatted("alice.until.noon"));

        doorway.heard(TOKEN.formatted("alice.until.one"));

        assertThat(wire.last()).contains("\"success\":true", "\"session\":\"c1\"");
        assertThat(exchange.only().expiresAt).isEqualTo(NOON.plusSeconds(3600));
        assertThat(exchange.only().credential()).endsWith("13:00:00Z");
    }

    @Test
    void keyPutsAnEndToTheTokensEnd() {
        doorway.heard(TOKEN.formatted("alice.until.noon"));

        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.only().expiresAt).isNull();
        assertThat(exchange.only().credential())
                .as("by whose revocation it ends now")
                .isEqualTo("key-alice");
    }

    @ParameterizedTest
    @CsvSource({"bob.until.noon, 403", "alice.publishes.now, 403", "forged, 401"})
    void tokenThatIsNoUseHereLeavesTheConnectionAsItWas(String token, int code) {
        doorway.heard(TOKEN.formatted("alice.until.noon"));

        doorway.heard(TOKEN.formatted(token));

        assertThat(wire.last()).contains("\"success\":false", "\"code\":" + code);
        assertThat(wire.closed).isNull();
        assertThat(exchange.only().expiresAt).isEqualTo(NOON);
    }

    @Test
    void wrongKeyIsToldAndShownOut() {
        doorway.heard(AUTH.formatted("mb_wrong"));

        assertThat(wire.last()).contains("\"req_id\":1,\"success\":false", "\"code\":401");
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
        assertThat(exchange.connections()).isZero();
    }

    @Test
    void tokenIsNotTakenForAKey() {
        doorway.heard("{\"method\":\"auth\",\"params\":{\"token\":\"mb_alice\"}}");

        assertThat(wire.last()).contains("\"code\":401");
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
    }

    @Test
    void whoMayNotReceiveIsToldAndShownOut() {
        doorway.heard(AUTH.formatted("mb_feed"));

        assertThat(wire.last()).contains("\"code\":403");
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
    }

    @Test
    void adminMayReceive() {
        doorway.heard(AUTH.formatted("mb_admin"));

        assertThat(wire.last()).contains("\"success\":true");
    }

    @Test
    void crowdedUserIsRefused() {
        doorway.heard(AUTH.formatted("mb_crowded"));

        assertThat(wire.closed).isEqualTo(CloseReason.TOO_MANY_CONNECTIONS);
    }

    @Test
    void failingExchangeLeavesNoSocketBehind() {
        assertThatThrownBy(() -> doorway.admit(Trade.BROKEN)).hasMessage("the exchange is broken");

        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @Test
    void unreachableKeysAreNotBadCredentials() {
        Doorway unlucky = doorway(key -> {
            throw new IllegalStateException("no database");
        });

        assertThatThrownBy(() -> unlucky.heard(AUTH.formatted("mb_alice"))).hasMessage("no database");

        assertThat(wire.last()).contains("\"code\":503");
        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"method\":\"ping\"}|UNAUTHENTICATED",
                "{\"method\":\"subscribe\",\"params\":{\"types\":7}}|UNAUTHENTICATED",
                "{\"method\":\"dance\"}|UNKNOWN_METHOD",
                "[]|MALFORMED",
                "hello|MALFORMED"
            })
    void onlyAuthIsHeardBeforeAuthentication(String frame, CloseReason reason) {
        doorway.heard(frame);

        assertThat(wire.sent).isEmpty();
        assertThat(wire.closed).isEqualTo(reason);
    }

    @Test
    void faultyAuthMayBeTriedAgain() {
        doorway.heard("{\"method\":\"auth\",\"params\":{}}");
        assertThat(wire.last()).contains("\"code\":400", "either token or api_key");

        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.connections()).isEqualTo(1);
    }

    @Test
    void silenceIsEndedAtTheDeadline() {
        doorway.late();

        assertThat(wire.closed).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.sent).isEmpty();
        assertThat(exchange.connections()).isZero();
    }

    @Test
    void deadlineDoesNotTouchWhoHasComeIn() {
        doorway.heard(AUTH.formatted("mb_alice"));

        doorway.late();

        assertThat(wire.closed).isNull();
    }

    @Test
    void deadlineThatPassesDuringAFaultyAuthStillCounts() {
        wire.meanwhile = doorway::late;

        doorway.heard("{\"method\":\"auth\",\"params\":{}}");

        assertThat(wire.closed).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void nothingIsSentByTheTimerWhileAReplyIsUnderWay() {
        wire.meanwhile = () -> {
            doorway.late();
            assertThat(wire.closed).isNull();
        };

        doorway.heard(AUTH.formatted("mb_wrong"));

        assertThat(wire.sent).hasSize(1);
        assertThat(wire.closed).isEqualTo(CloseReason.BAD_CREDENTIALS);
    }

    @Test
    void readerWhoLeavesWhileBeingAdmittedIsLetGo() {
        Doorway[] own = new Doorway[1];
        own[0] = doorway(key -> {
            own[0].close(CloseReason.GONE);
            return Optional.of(Trade.ALICE);
        });

        own[0].heard(AUTH.formatted("mb_alice"));

        assertThat(exchange.connections()).isZero();
        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @Test
    void brokenWireEndsTheAttempt() {
        wire.broken = true;

        doorway.heard("{\"method\":\"auth\",\"params\":{}}");

        assertThat(wire.closed).isEqualTo(CloseReason.GONE);
    }

    @Test
    void sameUserMayAuthenticateAgain() {
        doorway.admit(Trade.ALICE);

        doorway.heard(AUTH.formatted("mb_alice"));

        assertThat(wire.last()).contains("\"success\":true", "\"session\":\"c1\"");
        assertThat(exchange.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"mb_bob, 403", "mb_wrong, 401"})
    void nobodyElseTakesOverAnOpenConnection(String key, int code) {
        doorway.admit(Trade.ALICE);

        doorway.heard(AUTH.formatted(key));

        assertThat(wire.last()).contains("\"success\":false", "\"code\":" + code);
        assertThat(wire.closed).isNull();
        assertThat(exchange.only().user()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"method\":\"dance\"}", "nonsense", "{}"})
    void brokenFrameEndsAnOpenConnectionAndNothingIsHeardAfterIt(String frame) {
        doorway.admit(Trade.ALICE);

        doorway.heard(frame);
        doorway.heard("{\"method\":\"ping\"}");

        assertThat(wire.closed.code()).isEqualTo(4102);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void everyFrameAndPongIsASignOfLife() {
        doorway.admit(Trade.ALICE);
        ScriptedConnection connection = exchange.only();

        doorway.heard("{\"method\":\"ping\"}");
        doorway.heard("{\"method\":\"subscribe\",\"params\":{\"types\":7}}");
        doorway.answered();

        assertThat(connection.answers).hasValue(3);
    }

    @Test
    void pongsBeforeAuthenticationDoNotHelp() {
        doorway.answered();
        doorway.late();

        assertThat(wire.closed).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void requestsAreAnsweredInTheirOrder() {
        doorway.admit(Trade.ALICE);

        for (String frame : List.of(
                "{\"method\":\"subscribe\",\"params\":{\"types\":[\"ORDER_FILLED\",\"PRICE_UPDATE\"],\"brokers\":[\"ib\",\"alpaca\"]},\"req_id\":2}",
                "{\"method\":\"subscriptions\",\"req_id\":4}",
                "{\"method\":\"unsubscribe\",\"params\":{\"subscription\":\"s9\"},\"req_id\":\"x\"}",
                "{\"method\":\"unsubscribe\",\"params\":{\"subscription\":\"s1\"},\"req_id\":null}",
                "{\"method\":\"ack\",\"params\":{\"offset\":815}}",
                "{\"method\":\"ack\",\"params\":{\"offset\":815},\"req_id\":6}",
                "{\"method\":\"ack\",\"params\":{\"offset\":816}}",
                "{\"method\":\"ping\",\"req_id\":5}",
                "{\"method\":\"ping\"}")) {
            doorway.heard(frame);
        }

        String s1 =
                "{\"subscription\":\"s1\",\"types\":[\"ORDER_FILLED\",\"PRICE_UPDATE\"],\"instruments\":[],\"brokers\":[\"alpaca\",\"ib\"],\"min_priority\":\"LOW\"}";
        assertThat(wire.sent)
                .containsExactly(
                        "{\"method\":\"subscribe\",\"req_id\":2,\"success\":true,\"result\":{\"subscription\":\"s1\",\"subscriptions\":["
                                + s1 + "]}}",
                        "{\"method\":\"subscriptions\",\"req_id\":4,\"success\":true,\"result\":{\"subscriptions\":["
                                + s1 + "]}}",
                        "{\"method\":\"unsubscribe\",\"req_id\":\"x\",\"success\":false,\"error\":{\"code\":404,\"title\":\"Not Found\",\"detail\":\"this connection has no subscription s9\"}}",
                        "{\"method\":\"unsubscribe\",\"req_id\":null,\"success\":true,\"result\":{\"subscription\":\"s1\",\"subscriptions\":[]}}",
                        "{\"method\":\"ack\",\"req_id\":6,\"success\":true,\"result\":{\"offset\":815}}",
                        "{\"method\":\"ack\",\"success\":false,\"error\":{\"code\":400,\"title\":\"Bad Request\",\"detail\":\"offset is above 815, the highest that was sent\"}}",
                        "{\"method\":\"ping\",\"req_id\":5,\"success\":true}",
                        "{\"method\":\"ping\",\"success\":true}");
    }

    @Test
    void tooManySubscriptionsAreAConflict() {
        doorway.admit(Trade.ALICE);

        for (int i = 0; i < 4; i++) {
            doorway.heard("{\"method\":\"subscribe\",\"req_id\":7}");
        }

        assertThat(wire.last()).contains("\"success\":false", "\"code\":409", "at most 3 subscriptions");
        assertThat(wire.closed).isNull();
    }

    @Test
    void subscribeHandsOnWhatWasAskedFor() {
        doorway.admit(Trade.ALICE);

        doorway.heard(
                "{\"method\":\"subscribe\",\"params\":{\"snapshot\":true,\"resume_after\":812,\"epoch\":\"e7\"}}");
        doorway.heard("{\"method\":\"subscribe\"}");

        assertThat(exchange.only().subscribes)
                .satisfiesExactly(
                        resumed -> {
                            assertThat(resumed.snapshot()).isTrue();
                            assertThat(resumed.resumeAfter()).isEqualTo(812);
                            assertThat(resumed.epoch()).isEqualTo("e7");
                        },
                        live -> {
                            assertThat(live.snapshot()).isFalse();
                            assertThat(live.resumeAfter()).isNegative();
                            assertThat(live.epoch()).isNull();
                        });
    }

    @Test
    void refusedFrameIsAnsweredAndChangesNothing() {
        doorway.admit(Trade.ALICE);
        verdict = FrameGate.Verdict.REFUSE;

        doorway.heard("{\"method\":\"subscribe\",\"params\":{},\"req_id\":7}");

        assertThat(wire.last()).contains("\"method\":\"subscribe\",\"req_id\":7,\"success\":false", "\"code\":429");
        verdict = FrameGate.Verdict.PASS;
        doorway.heard("{\"method\":\"subscriptions\",\"req_id\":8}");
        assertThat(wire.last()).contains("\"subscriptions\":[]");
    }

    @Test
    void refusedAuthFrameMayBeSentAgain() {
        verdict = FrameGate.Verdict.REFUSE;
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"method\":\"auth\"", "\"code\":429");
        assertThat(wire.closed).isNull();

        verdict = FrameGate.Verdict.PASS;
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.last()).contains("\"success\":true");
    }

    @Test
    void whoDoesNotStopIsClosed() {
        verdict = FrameGate.Verdict.CLOSE;
        doorway.heard(AUTH.formatted("mb_alice"));
        assertThat(wire.closed).isEqualTo(CloseReason.RATE_LIMITED);
    }

    @Test
    void whoDoesNotStopIsClosedInTheConversationToo() {
        doorway.admit(Trade.ALICE);
        verdict = FrameGate.Verdict.CLOSE;
        doorway.heard("{\"method\":\"ping\"}");
        assertThat(wire.closed).isEqualTo(CloseReason.RATE_LIMITED);
    }

    @Test
    void aSuspiciousTextIsAnErrorAndNoClose() {
        doorway.admit(Trade.ALICE);

        doorway.heard("{\"method\":\"subscribe\",\"params\":{\"instruments\":[\"suspicious\"]},\"req_id\":7}");

        assertThat(wire.last()).contains("\"req_id\":7", "\"code\":400", "/params/instruments/0");
        assertThat(wire.closed).isNull();
    }
}
