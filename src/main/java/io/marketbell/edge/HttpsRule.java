package io.marketbell.edge;

import io.marketbell.edge.forwarded.PublicOrigin;

/**
 * Handles requests that did not arrive over HTTPS. API requests are refused instead of redirected: a program that
 * follows redirects would send its credentials unencrypted each time without noticing.
 *
 * @param required whether HTTPS is required
 * @param port the HTTPS port for clients that connect directly
 */
record HttpsRule(boolean required, int port) {
    static final String SETTING = "marketbell.protection.https.required";
    static final String PORT_SETTING = "marketbell.protection.https.port";
    /** The server's own port, from server-config/includes/http.xml. */
    static final String OWN_PORT = "HTTPS_PORT";

    enum Verdict {
        PASS,
        REDIRECT,
        REFUSE
    }

    /** The usual case; the URL does not matter then. */
    boolean admits(boolean secure) {
        return secure || !required;
    }

    Verdict verdict(boolean secure, ApplicationPart part, String method) {
        if (admits(secure)) {
            return Verdict.PASS;
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return part != ApplicationPart.API && reads ? Verdict.REDIRECT : Verdict.REFUSE;
    }

    /**
     * Returns the URL of the redirect.
     *
     * @param host the requested host, already verified
     * @param proxied whether a trusted proxy forwarded the request; the URL then has the default port
     * @param path path and query as sent
     */
    String location(String host, boolean proxied, String path) {
        // Several leading slashes would still come after the host, but do not form a valid path of this application.
        String clean = '/' + path.replaceFirst("^/+", "");
        return PublicOrigin.url("https", host, proxied ? 443 : port) + clean;
    }
}
