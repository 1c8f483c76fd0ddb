package io.marketbell.channel;

import io.marketbell.identity.Authenticator;
import java.time.Instant;
import java.util.Optional;

/** A doorway and who reads what goes out of it; the exchange behind it and the gate before it do as a test says. */
abstract class DoorwayFixture {
    static final String AUTH = """
            {"method":"auth","params":{"api_key":"%s"},"req_id":1}""";
    static final String TOKEN = """
            {"method":"auth","params":{"token":"%s"},"req_id":1}""";
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final ChannelSettings SETTINGS =
            new ChannelSettings(50_000, 15, 10, 5_000, 200, 10, 100, Optional.empty(), 64, 1_000, 10_000);

    final ScriptedExchange exchange = new ScriptedExchange(() -> Runnable::run);
    final RecordingTransport wire = new RecordingTransport();
    FrameGate.Verdict verdict = FrameGate.Verdict.PASS;
    FrameGate.Verdict arrival = FrameGate.Verdict.PASS;
    final Doorway doorway = doorway(Trade.AUTHENTICATOR);

    Doorway doorway(Authenticator authenticator) {
        return new Doorway(
                exchange,
                new Credentials(authenticator),
                SETTINGS,
                (kind, place, text) -> text.contains("suspicious"),
                wire,
                new FrameGate.Turnstile() {
                    @Override
                    public FrameGate.Verdict ask(String method, io.marketbell.identity.Caller caller) {
                        return verdict;
                    }

                    @Override
                    public FrameGate.Verdict arrived(int bytes) {
                        return arrival;
                    }
                },
                "203.0.113.7");
    }
}
