package io.marketbell.identity.apikey;

import static java.util.Objects.requireNonNull;

import io.marketbell.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The stored hash of an API key: SHA-256 over a salt and the key.
 *
 * <p>A slow hash such as Argon2 or bcrypt protects secrets chosen by people. The secret of a key consists of 256 random
 * bits, which cannot be found by brute force however fast the hash is, and every request pays for the hash; hence a
 * fast one. The fixed development keys are easy to guess, but they are public anyway.
 */
final class ApiKeyHash {
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Compared with keys that do not exist, so that they take as long as existing ones. */
    static final ApiKeyHash OF_UNKNOWN_KEY = new ApiKeyHash(new byte[SALT_BYTES], new byte[32]);

    private final byte[] salt;
    private final byte[] digest;

    private ApiKeyHash(byte[] salt, byte[] digest) {
        this.salt = salt;
        this.digest = digest;
    }

    static ApiKeyHash of(String key) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new ApiKeyHash(salt, digest(salt, key));
    }

    /** Compares in constant time. */
    boolean matches(String key) {
        return MessageDigest.isEqual(digest, digest(salt, key));
    }

    /** Returns the stored form: the name of the scheme, the salt and the digest in hex. */
    String text() {
        HexFormat hex = HexFormat.of();
        return "sha256:" + hex.formatHex(salt) + ":" + hex.formatHex(digest);
    }

    static ApiKeyHash parse(String text) {
        String[] parts = requireNonNull(text, "text").split(":");
        if (parts.length != 3 || !parts[0].equals("sha256")) {
            throw new IllegalArgumentException("not a stored hash of an API key");
        }
        return new ApiKeyHash(HexFormat.of().parseHex(parts[1]), HexFormat.of().parseHex(parts[2]));
    }

    private static byte[] digest(byte[] salt, String key) {
        return Sha256.of(salt, key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKeyHash that
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "KeyHash";
    }
}
