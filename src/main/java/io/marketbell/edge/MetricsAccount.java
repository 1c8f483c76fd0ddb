package io.marketbell.edge;

import io.marketbell.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The account of a monitoring system that may read /metrics. It is no user of the application or of the server.
 *
 * @param credentials the hash of user, colon and password; null if none are configured, then all access is denied
 */
record MetricsAccount(byte[] credentials) {
    static final String REQUIRED_SETTING = "marketbell.metrics.credentials.required";
    static final String USER_SETTING = "METRICS_USER";
    static final String PASSWORD_SETTING = "METRICS_PASSWORD";

    private static final String SCHEME = "Basic ";

    /** The account if none is configured: all access is denied. */
    static final MetricsAccount NONE = new MetricsAccount(null);

    static MetricsAccount of(String user, String password) {
        return new MetricsAccount(hash((user + ':' + password).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Takes the same time for all wrong credentials of the same length.
     *
     * @param authorization the value of the header Authorization; null if absent
     */
    boolean accepts(String authorization) {
        if (credentials == null
                || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] given = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return MessageDigest.isEqual(credentials, hash(given));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] hash(byte[] pair) {
        return Sha256.of(pair);
    }
}
