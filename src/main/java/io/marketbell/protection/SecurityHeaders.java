package io.marketbell.protection;

import java.util.Collections;
import java.util.HashMap;
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

    /** Made once: every request asks for one of them. */
    private static final Map<Answer, Map<String, String>> ALL = new HashMap<>();

    private record Answer(Part part, boolean secure, boolean refused) {}

    static {
        for (Part part : Part.values()) {
            for (boolean secure : new boolean[] {true, false}) {
                for (boolean refused : new boolean[] {true, false}) {
                    Answer answer = new Answer(part, secure, refused);
                    ALL.put(answer, Collections.unmodifiableMap(headers(answer)));
                }
            }
        }
    }

    private SecurityHeaders() {}

    /**
     * @param secure whether the client came over HTTPS; over HTTP browsers must ignore HSTS, and it must not be sent (RFC
     *     6797, section 7.2)
     * @param refused whether the answer is an error: those are never kept
     */
    static Map<String, String> of(Part part, boolean secure, boolean refused) {
        return ALL.get(new Answer(part, secure, refused));
    }

    private static Map<String, String> headers(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                CONTENT_SECURITY,
                switch (answer.part()) {
                    case API -> API_POLICY;
                    case DOCS -> DOCS_POLICY;
                    case PAGE -> PAGE_POLICY;
                });
        headers.put("X-Frame-Options", "DENY");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(
                "Permissions-Policy",
                "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(),"
                        + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put(CACHE_CONTROL, answer.part() == Part.API || answer.refused() ? NEVER : ASK_FIRST);
        if (answer.secure()) {
            headers.put(TRANSPORT_SECURITY, HSTS);
        }
        return headers;
    }
}
