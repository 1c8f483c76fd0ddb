package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.NameLimits;
import io.marketbell.identity.Authenticator;
import io.marketbell.json.TextPolicy;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * An unauthenticated socket whose output is recorded, with a delivery and a credential check that each test scripts.
 */
abstract class UnauthenticatedSocketFixture {
    static final String AUTH = """
            {"method":"auth","params":{"api_key":"%s"},"req_id":1}""";
    static final String TOKEN = """
            {"method":"auth","params":{"token":"%s"},"req_id":1}""";
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    static final ChannelSettings SETTINGS = new ChannelSettings(
            50_000,
            Duration.ofSeconds(15),
            ChannelSettings.AUTHENTICATION,
            5_000,
            200,
            10,
            Duration.ofMillis(100),
            List.of(),
            NameLimits.DEFAULT);

    final ScriptedDeliveryHub hub = new ScriptedDeliveryHub(() -> Runnable::run);
    final RecordingTransport wire = new RecordingTransport();
    FrameLimiter.Verdict verdict = FrameLimiter.Verdict.PASS;
    FrameLimiter.Verdict arrival = FrameLimiter.Verdict.PASS;
    final UnauthenticatedSocket socket = newSocket(Trade.AUTHENTICATOR);

    @AfterEach
    void nothingIsSentAfterTheClose() {
        assertThat(wire.sentAfterClose).isEmpty();
    }

    UnauthenticatedSocket newSocket(Authenticator authenticator) {
        return new UnauthenticatedSocket(
                hub,
                authenticator,
                SETTINGS,
                (kind, place, text) ->
                        text.contains("suspicious") || kind == TextPolicy.Kind.IDENTIFIER && text.contains("unusual")
                                ? "refused"
                                : null,
                wire,
                new FrameLimiter.ConnectionLimiter() {
                    @Override
                    public FrameLimiter.Verdict check(String method, io.marketbell.identity.Caller caller) {
                        return verdict;
                    }

                    @Override
                    public FrameLimiter.Verdict arrived(int bytes) {
                        return arrival;
                    }
                },
                "203.0.113.7");
    }
}
