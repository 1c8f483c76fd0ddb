package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.FrameLimiter;
import io.marketbell.delivery.DisconnectReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of an authenticated client: each request gets its reply, and some close the connection. */
class ClientSessionTest extends UnauthenticatedSocketFixture {
    @ParameterizedTest
    @ValueSource(strings = {"{\"method\":\"dance\"}", "nonsense", "{}"})
    void brokenFrameClosesAnOpenConnectionAndLaterFramesAreIgnored(String frame) {
        socket.admit(Trade.ALICE);

        socket.onMessage(frame);
        socket.onMessage("{\"method\":\"ping\"}");

        assertThat(wire.closedFor.code()).isEqualTo(4102);
        assertThat(wire.sent()).isEmpty();
    }

    @Test
    void everyFrameAndPongCountsAsAnAnswer() {
        socket.admit(Trade.ALICE);
        ScriptedConnection connection = hub.only();

        socket.onMessage("{\"method\":\"ping\"}");
        socket.onMessage("{\"method\":\"subscribe\",\"params\":{\"types\":7}}");
        socket.answered();

        assertThat(connection.answers).hasValue(3);
    }

    @Test
    void requestsAreAnsweredInTheirOrder() {
        socket.admit(Trade.ALICE);

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
            socket.onMessage(frame);
        }

        String s1 =
                "{\"subscription\":\"s1\",\"types\":[\"ORDER_FILLED\",\"PRICE_UPDATE\"],\"instruments\":[],\"brokers\":[\"alpaca\",\"ib\"],\"min_priority\":\"LOW\"}";
        assertThat(wire.sent())
                .containsExactly(
                        "{\"method\":\"subscribe\",\"req_id\":2,\"success\":true,\"result\":{\"subscription\":\"s1\",\"subscriptions\":["
                                + s1 + "]}}",
                        "{\"method\":\"subscriptions\",\"req_id\":4,\"success\":true,\"result\":{\"subscriptions\":["
                                + s1 + "]}}",
                        "{\"method\":\"unsubscribe\",\"req_id\":\"x\",\"success\":false,\"error\":{\"code\":404,\"title\":\"Not Found\",\"detail\":\"this connection has no subscription s9\"}}",
                        "{\"method\":\"unsubscribe\",\"req_id\":null,\"success\":true,\"result\":{\"subscription\":\"s1\",\"subscriptions\":[]}}",
                        "{\"method\":\"ack\",\"req_id\":6,\"success\":true,\"result\":{\"offset\":815}}",
                        "{\"method\":\"ack\",\"success\":false,\"error\":{\"code\":400,\"title\":\"Bad Request\",\"detail\":\"offset is above 815, the highest offset sent\"}}",
                        "{\"method\":\"ping\",\"req_id\":5,\"success\":true}",
                        "{\"method\":\"ping\",\"success\":true}");
    }

    @Test
    void tooManySubscriptionsAreAConflict() {
        socket.admit(Trade.ALICE);

        for (int i = 0; i < 4; i++) {
            socket.onMessage("{\"method\":\"subscribe\",\"req_id\":7}");
        }

        assertThat(wire.last()).contains("\"success\":false", "\"code\":409", "at most 3 subscriptions");
        assertThat(wire.closedFor).isNull();
    }

    @Test
    void subscribePassesItsParametersOn() {
        socket.admit(Trade.ALICE);

        socket.onMessage(
                "{\"method\":\"subscribe\",\"params\":{\"snapshot\":true,\"resume_after\":812,\"epoch\":\"e7\"}}");
        socket.onMessage("{\"method\":\"subscribe\"}");

        assertThat(hub.only().subscribes)
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
        socket.admit(Trade.ALICE);
        verdict = FrameLimiter.Verdict.REFUSE;

        socket.onMessage("{\"method\":\"subscribe\",\"params\":{},\"req_id\":7}");

        assertThat(wire.last()).contains("\"method\":\"subscribe\",\"req_id\":7,\"success\":false", "\"code\":429");
        verdict = FrameLimiter.Verdict.PASS;
        socket.onMessage("{\"method\":\"subscriptions\",\"req_id\":8}");
        assertThat(wire.last()).contains("\"subscriptions\":[]");
    }

    @Test
    void authenticatedClientThatKeepsSendingIsClosed() {
        socket.admit(Trade.ALICE);
        verdict = FrameLimiter.Verdict.CLOSE;
        socket.onMessage("{\"method\":\"ping\"}");
        assertThat(wire.closedFor).isEqualTo(DisconnectReason.RATE_LIMITED);
    }

    @Test
    void aSuspiciousTextGetsAnErrorAndNoClose() {
        socket.admit(Trade.ALICE);

        socket.onMessage("{\"method\":\"subscribe\",\"params\":{\"instruments\":[\"suspicious\"]},\"req_id\":7}");

        assertThat(wire.last()).contains("\"req_id\":7", "\"code\":400", "/params/instruments/0");
        assertThat(wire.closedFor).isNull();
    }
}
