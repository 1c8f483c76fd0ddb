package io.marketbell.edge.limit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Charges the client's address for a request that a filter answers before the rate limits: a refusal, a redirect or a
 * preflight. Otherwise such requests would be free of any limit.
 */
@FunctionalInterface
public interface EarlyCharge {
    /** For filters behind a limit that has charged the request already. */
    EarlyCharge NONE = (request, response) -> true;

    /**
     * Takes one token of the client's address, and may add header fields to the response.
     *
     * @return false if the address has no token left: the response is complete, a 429
     */
    boolean admit(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
