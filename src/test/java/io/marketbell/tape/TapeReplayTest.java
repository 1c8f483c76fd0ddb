package io.marketbell.tape;

import io.marketbell.server.FakeMarketbell;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/** The replay and its checks, against a stand-in that delivers all at once. */
class TapeReplayTest extends TapeReplayContract {
    private final FakeMarketbell marketbell = new FakeMarketbell();

    @Override
    protected URI base() {
        return marketbell.base();
    }

    @AfterEach
    void close() {
        marketbell.close();
    }
}
