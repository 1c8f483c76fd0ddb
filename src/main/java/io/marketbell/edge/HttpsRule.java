package io.marketbell.edge;

import io.marketbell.edge.forwarded.PublicOrigin;

/**
 * What becomes of a request that did not come over HTTPS. Programs are refused, not redirected: a program that follows sends its
 * credentials in the clear again and again, and never learns it.
 *
 * @param required whether anything has to be done about it
 * @param port where clients reach this server by HTTPS when they ask it directly
 */
record HttpsRule(boolean required, int port) {
    static final String SETTING = "marketbell.protection.https.required";
    static final String PORT_SETTING = "marketbell.protection.https.port";
    /** The server's own, of server-config/includes/http.xml. */
    static final String OWN_PORT = "HTTPS_PORT";

    enum Verdict {
        PASS,
        REDIRECT,
        REFUSE
    }

    /** As nearly always; where to and how it was asked makes no difference then. */
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
     * Where to go instead.
     *
     * @param host as the client asked for it, already found trusted
     * @param proxied whether a trusted proxy told how the client asked: then it has the usual port
     * @param path path and query as they were sent
     */
    String location(String host, boolean proxied, String path) {
        // Several leading slashes would end up after the host all the same, but are no path of ours.
        String clean = '/' + path.replaceFirst("^/+", "");
        return PublicOrigin.url("https", host, proxied ? 443 : port) + clean;
    }
}
