package io.marketbell.testkit.tape;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.server.FakeMarketbell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the replay and its checks against a fake server that delivers everything immediately. */
class TapeReplayTest extends TapeReplayContract {
    private final FakeMarketbell marketbell = new FakeMarketbell();

    @Override
    protected URI base() {
        return marketbell.base();
    }

    @Test
    void theCommandPrintsTheNotificationsOfEachUser() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TapeReplay.replay(
                new PrintStream(out, true, StandardCharsets.UTF_8), "--target", base().toString(), "--speed", "full");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("18 rows in 2.0 s, 28 publications")
                .contains(
                        "bob: 7 accepted, 5 cancelled, 6 filled, in tape order; 10 prices, the last one the tape's last");
    }

    @AfterEach
    void close() {
        marketbell.close();
    }
}
