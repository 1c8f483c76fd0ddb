package io.marketbell.protection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What browsers are told to do with our answers, and not to do. The server's own pages, and what it refuses before the
 * application sees it, have the same from server-config/includes/http.xml.
 */
final class SecurityHeaders {
    static final String TRANSPORT_SECURITY = "Strict-Transport-Security";
    static final String HSTS = "max-age=31536000; includeSubDomains";
    static final String CACHE_CONTROL = "Cache-Control";
    static final String CONTENT_SECURITY = "Content-Security-Policy";

    /** Nothing in an answer of the API is to be run, shown or framed. */
    static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** Scripts, styles, images and connections of our own; {@code 'self'} covers WebSockets of the same origin too. */
    static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none';"
            + " form-action 'none'";

    /** Swagger UI from files, started by a script of ours: its icons are data: URLs, "try it out" asks this server. */
    static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final String NEVER = "no-store";
    /** Our files have no version in their names: a browser may keep them, but asks each time whether they have changed. */
    private static final String ASK_FIRST = "no-cache";

    private static final Map<String, String> ALWAYS = new LinkedHashMap<>();

    static {
        ALWAYS.put("X-Frame-Options", "DENY");
        ALWAYS.put("X-Content-Type-Options", "nosniff");
        ALWAYS.put("Referrer-Policy", "no-referrer");
        ALWAYS.put(
                "Permissions-Policy",
                "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(),"
                        + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
        ALWAYS.put("Cross-Origin-Opener-Policy", "same-origin");
        ALWAYS.put("Cross-Origin-Resource-Policy", "same-origin");
    }

    private SecurityHeaders() {}

    /**
     * @param secure whether the client came over HTTPS; over HTTP browsers must ignore HSTS, and it must not be sent (RFC
     *     6797, section 7.2)
     * @param refused whether the answer is an error: those are never kept
     */
    static Map<String, String> of(Part part, boolean secure, boolean refused) {
        Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
        headers.put(
                CONTENT_SECURITY,
                switch (part) {
                    case API -> API_POLICY;
                    case DOCS -> DOCS_POLICY;
                    case PAGE -> PAGE_POLICY;
                });
        headers.put(CACHE_CONTROL, part == Part.API || refused ? NEVER : ASK_FIRST);
        if (secure) {
            headers.put(TRANSPORT_SECURITY, HSTS);
        }
        return headers;
    }
}
