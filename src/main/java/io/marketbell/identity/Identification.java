package io.marketbell.identity;

import jakarta.servlet.http.HttpServletRequest;

/** Identifies the caller of a request; a CDI bean and the only place where credentials are read. */
public interface Identification {

    /**
     * Checks the request's credentials on the first call and stores the result in the request. A filter that rejects a
     * request before this call therefore avoids the cost of database access and signature checks. Never throws; may
     * read the database.
     */
    IdentificationResult of(HttpServletRequest request);
}
