package io.marketbell.edge;

import java.util.Map;

/**
 * What browsers are told about our pages otherwise than about every answer. That stands in
 * server-config/includes/http.xml, because the server answers much without asking the application, and it is what the API
 * has.
 */
final class SecurityHeaders {
    static final String TRANSPORT_SECURITY = "Strict-Transport-Security";
    static final String HSTS = "max-age=31536000; includeSubDomains";
    static final String CACHE_CONTROL = "Cache-Control";
    static final String CONTENT_SECURITY = "Content-Security-Policy";

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

    private SecurityHeaders() {}

    /** @param refused whether the answer is an error: those are never kept */
    static Map<String, String> of(ApplicationPart part, boolean refused) {
        return switch (part) {
            case API -> Map.of();
            case DOCS -> page(DOCS_POLICY, refused);
            case PAGE -> page(PAGE_POLICY, refused);
        };
    }

    private static Map<String, String> page(String policy, boolean refused) {
        return Map.of(CONTENT_SECURITY, policy, CACHE_CONTROL, refused ? NEVER : ASK_FIRST);
    }
}
