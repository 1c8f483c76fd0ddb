package io.marketbell.ratelimit;

import io.marketbell.identity.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Tells who a request is from. */
interface CallerLookup {

    /** Null for nobody, and for one whose credential is not valid or cannot be checked now. */
    Caller of(HttpServletRequest request);
}
