package io.marketbell.tape;

import io.marketbell.server.MarketbellServer;
import io.marketbell.server.ProductServer;
import java.net.URI;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The tape against the product's own server, over its public protocol. A minute of it is waiting for the tape's clock:
 * in-container tests, which have a server of their own, run meanwhile.
 */
@ProductServer(shared = true)
@Execution(ExecutionMode.CONCURRENT)
class TapeReplayIT extends TapeReplayContract {

    @Override
    protected URI base() {
        return MarketbellServer.shared().base();
    }
}
