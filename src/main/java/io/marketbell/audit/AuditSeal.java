package io.marketbell.audit;

import io.marketbell.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals hashes with a secret key, so that a person who can only change the database cannot compute a valid chain. All
 * nodes have the same key. Thread-safe.
 */
public final class AuditSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FINGERPRINT_DIGITS = 16;

    private final SecretKeySpec key;
    private final String fingerprint;

    public AuditSeal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.fingerprint = HexFormat.of().formatHex(Sha256.of(key)).substring(0, FINGERPRINT_DIGITS);
    }

    /** Returns digits that identify the key and do not reveal it. */
    String fingerprint() {
        return fingerprint;
    }

    /** Returns the HMAC-SHA256 of the hash in hexadecimal digits. */
    String of(String hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(hash.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime supports " + ALGORITHM, e);
        }
    }

    boolean isValid(String hash, String seal) {
        return seal != null
                && MessageDigest.isEqual(
                        of(hash).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.US_ASCII));
    }
}
