package io.marketbell.identity;

import jakarta.servlet.http.HttpServletRequest;

/** Tells who a request is from; a CDI bean, and the one door that credentials come in by. */
public interface Identification {

    /**
     * Looks at the request's credentials when it is first asked, and remembers the answer with the request. So a filter
     * that ends a request before it asks has spared the look: no database, no signature. Never throws; may read the
     * database.
     */
    IdentificationResult of(HttpServletRequest request);
}
