package io.marketbell.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs callbacks so that receivers can verify their origin and age: HMAC-SHA256 (RFC 2104) over timestamp, a dot and
 * the body.
 */
final class CallbackSignature {

    static final String TIMESTAMP_HEADER = "X-Marketbell-Timestamp";
    static final String SIGNATURE_HEADER = "X-Marketbell-Signature";
    /** Under the previous secret, while the publisher has two valid keys. */
    static final String PREVIOUS_SIGNATURE_HEADER = "X-Marketbell-Signature-Previous";

    private static final String ALGORITHM = "HmacSHA256";

    private CallbackSignature() {}

    /** @param timestamp seconds since 1970 UTC, as in the header */
    static String of(String secret, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            mac.update((timestamp + ".").getBytes(UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
