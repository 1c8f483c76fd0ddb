package io.marketbell.testkit.tape;

import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.net.URI;

/** Replays the tape against the product's server over its public protocol. */
@ProductServer(shared = true)
class TapeReplayIT extends TapeReplayContract {

    @Override
    protected URI base() {
        return MarketbellServer.shared().base();
    }
}
