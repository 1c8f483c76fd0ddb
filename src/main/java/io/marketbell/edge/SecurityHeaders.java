package io.marketbell.edge;

import java.util.HashMap;
import java.util.Map;

/**
 * The security headers of pages that differ from those of all other responses. The general headers are set in
 * server-config/includes/http.xml, because the server answers many requests without the application; the API uses
 * those.
 */
final class SecurityHeaders {
    static final String TRANSPORT_SECURITY = "Strict-Transport-Security";
    static final String HSTS = "max-age=31536000; includeSubDomains";
    static final String CACHE_CONTROL = "Cache-Control";
    static final String CONTENT_SECURITY = "Content-Security-Policy";

    static final String OPENER = "Cross-Origin-Opener-Policy";

    /**
     * Scripts, styles, images and connections of the same origin; {@code 'self'} also covers WebSockets. Strings never
     * become code or HTML; the plots add one script later.
     */
    static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'none'; frame-ancestors 'none';"
            + " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types marketbell-plots";

    /**
     * Swagger UI from files, started by a script of this application. Its icons are data: URLs, and "try it out"
     * connects to this server.
     */
    static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; worker-src 'none'; frame-ancestors 'none'; base-uri 'none';"
            + " form-action 'none'";

    /**
     * Differs from the value of all other pages, so that a browser separates the documents from the dashboard: neither
     * gets a reference to the other's window, although both have the same origin.
     */
    static final String DOCS_OPENER = "same-origin-allow-popups";

    private static final String NEVER = "no-store";
    /** The files have no version in their names: a browser may cache them, but must revalidate each time. */
    private static final String ASK_FIRST = "no-cache";

    private SecurityHeaders() {}

    /** @param refused whether the response is an error; errors are never cached */
    static Map<String, String> of(ApplicationPart part, boolean refused) {
        return switch (part) {
            case API -> Map.of();
            case DOCS -> {
                Map<String, String> headers = new HashMap<>(page(DOCS_POLICY, refused));
                headers.put(OPENER, DOCS_OPENER);
                yield Map.copyOf(headers);
            }
            case PAGE -> page(PAGE_POLICY, refused);
        };
    }

    private static Map<String, String> page(String policy, boolean refused) {
        return Map.of(CONTENT_SECURITY, policy, CACHE_CONTROL, refused ? NEVER : ASK_FIRST);
    }
}
