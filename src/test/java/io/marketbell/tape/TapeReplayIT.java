package io.marketbell.tape;

import io.marketbell.server.MarketbellServer;
import java.net.URI;

/** The tape against the product's own server, over its public protocol. */
class TapeReplayIT extends TapeReplayContract {

    @Override
    protected URI base() {
        return MarketbellServer.shared().base();
    }
}
