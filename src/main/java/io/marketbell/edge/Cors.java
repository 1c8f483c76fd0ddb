package io.marketbell.edge;

import io.marketbell.http.address.AllowedOrigins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decides which pages of other origins may use the API from a browser (the CORS protocol of the Fetch standard).
 * Credentials are sent in headers that a page must know, never in cookies, so Access-Control-Allow-Credentials is never
 * sent.
 *
 * @param preflightSeconds time for which a browser may cache the response to a preflight
 */
record Cors(AllowedOrigins origins, long preflightSeconds) {
    static final String PREFLIGHT_SETTING = "marketbell.protection.preflight.seconds";
    /** The longest time for which any browser caches the response to a preflight. */
    static final long PREFLIGHT_SECONDS = 7200;

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

    /** The allowed request headers, in lower case as in preflights. */
    private static final List<String> ALLOWED_HEADERS = List.of(
            "accept",
            "accept-language",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-language",
            "content-type",
            "if-none-match",
            "last-event-id",
            "traceparent",
            "tracestate",
            "x-api-key",
            "x-request-id");

    private static final Set<String> ALLOWED_NAMES = Set.copyOf(ALLOWED_HEADERS);

    /** Response headers that a page may read in addition to those that browsers always expose. */
    private static final String EXPOSED_HEADERS = String.join(
            ", ",
            "Allow",
            "ETag",
            "Location",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "WWW-Authenticate");

    /** The decision about a request. */
    sealed interface Verdict {
        /** The request continues, and the response gets these headers. */
        record Pass(Map<String, String> headers) implements Verdict {}

        /** The request is answered immediately, with these headers and no body. */
        record Answer(Map<String, String> headers) implements Verdict {}

        record Refuse(String detail) implements Verdict {}
    }

    /**
     * @param origin the header Origin; null if absent
     * @param own whether it is the server's own origin
     * @param requestedMethod the header Access-Control-Request-Method; null if absent
     * @param requestedHeaders the header Access-Control-Request-Headers; null if absent
     */
    Verdict verdict(String method, String origin, boolean own, String requestedMethod, String requestedHeaders) {
        if (origin == null || own) {
            return new Verdict.Pass(Map.of());
        }
        boolean listed = origins.lists(origin);
        if (method.equals("OPTIONS") && requestedMethod != null) {
            return listed
                    ? preflight(origin, requestedMethod, requestedHeaders)
                    : new Verdict.Refuse("cross-origin requests from this origin are not allowed");
        }
        // The origin is not listed: the browser will not let the page read the response.
        return new Verdict.Pass(
                listed
                        ? Map.of(
                                "Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", EXPOSED_HEADERS)
                        : Map.of());
    }

    private Verdict preflight(String origin, String requestedMethod, String requestedHeaders) {
        if (!METHODS.contains(requestedMethod)) {
            return new Verdict.Refuse("this method is not allowed for cross-origin requests");
        }
        if (requestedHeaders != null) {
            for (String name : requestedHeaders.split(",")) {
                if (!ALLOWED_NAMES.contains(name.strip().toLowerCase(Locale.ROOT))) {
                    return new Verdict.Refuse(
                            "a requested header is not allowed for cross-origin requests; allowed: " + ALLOWED_HEADERS);
                }
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Access-Control-Allow-Methods", String.join(", ", METHODS));
        headers.put("Access-Control-Allow-Headers", String.join(", ", ALLOWED_HEADERS));
        headers.put("Access-Control-Max-Age", Long.toString(preflightSeconds));
        return new Verdict.Answer(headers);
    }
}
