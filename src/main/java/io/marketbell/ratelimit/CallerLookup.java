package io.marketbell.ratelimit;

import io.marketbell.identity.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Finds the caller of a request. */
interface CallerLookup {

    /** Returns null for an anonymous request, and for a credential that is invalid or cannot be checked now. */
    Caller of(HttpServletRequest request);
}
