package io.marketbell.identity.apikey;

import io.marketbell.identity.IdentityUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts callback secrets, which must be stored and read back. AES-256-GCM with a random nonce per secret; bound to
 * the id of the API key, so that a secret cannot be moved to another row.
 */
final class SecretCipher {
    static final int KEY_BYTES = 32;

    private static final String SCHEME = "gcm1:";
    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;
    private volatile boolean confirmed;
    private volatile boolean refused;

    SecretCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key must have " + KEY_BYTES + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Sets whether the secrets in the database are encrypted with this key. */
    void confirm(boolean isKeyOfDatabase) {
        confirmed = isKeyOfDatabase;
        refused = !isKeyOfDatabase;
    }

    /** Returns false until the key was compared with the database, and if they differ. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** Returns a value that identifies the key and does not reveal it. */
    String fingerprint() {
        return HexFormat.of().formatHex(derived("marketbell-seal-key".getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns another key for a purpose, which does not reveal this one: the first block of HKDF-Expand (RFC 5869) with
     * this key, which is random.
     */
    byte[] keyFor(String purpose) {
        return derived((purpose + "\u0001").getBytes(StandardCharsets.UTF_8));
    }

    private byte[] derived(byte[] info) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getEncoded(), HMAC));
            return mac.doFinal(info);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be derived", e);
        }
    }

    /** @throws IdentityUnavailable if the database uses another key: other nodes could not decrypt the secret */
    String seal(String secret, String keyId) {
        if (refused) {
            throw new IdentityUnavailable(new IllegalStateException("the database uses another key"));
        }
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, keyId, secret.getBytes(StandardCharsets.UTF_8), 0);
        byte[] all = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
        return SCHEME + Base64.getEncoder().encodeToString(all);
    }

    /** @throws IllegalStateException if it was encrypted with another key or for another id, or was modified */
    byte[] open(String sealed, String keyId) {
        if (!sealed.startsWith(SCHEME)) {
            throw new IllegalStateException("not encrypted by this version");
        }
        byte[] all = Base64.getDecoder().decode(sealed.substring(SCHEME.length()));
        return run(Cipher.DECRYPT_MODE, all, keyId, all, NONCE_BYTES);
    }

    private byte[] run(int mode, byte[] nonce, String keyId, byte[] text, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
            cipher.updateAAD(keyId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text, from, text.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot be " + (mode == Cipher.ENCRYPT_MODE ? "encrypted" : "decrypted"), e);
        }
    }
}
