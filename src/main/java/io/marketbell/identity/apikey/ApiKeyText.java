package io.marketbell.identity.apikey;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An API key as its owner holds it: {@code mb_<id>_<secret>_<checksum>}. Contains only letters, digits and underscores,
 * so that a double click selects all of it; the prefix and the checksum let secret scanners detect leaked keys. Keys that
 * were created before there were checksums, and configured keys, have none.
 *
 * @param id identifies the key; not secret
 * @param text the whole key
 */
record ApiKeyText(String id, String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

    /** 71 bits: unique without a check. */
    private static final int ID_LENGTH = 12;

    /** 62^43 is just above 2^256. */
    private static final int SECRET_LENGTH = 43;

    /** 62^6 is above 2^32. */
    private static final int CHECKSUM_LENGTH = 6;

    private static final int MAX_ID_LENGTH = 32;
    private static final int MIN_SECRET_LENGTH = 32;
    private static final int MAX_LENGTH = 200;

    static final String PREFIX = "mb_";
    static final String DEVELOPMENT_ID_PREFIX = "dev_";
    static final String DEVELOPMENT_PREFIX = PREFIX + DEVELOPMENT_ID_PREFIX;

    static ApiKeyText random() {
        String id = randomText(ID_LENGTH);
        String unchecked = PREFIX + id + "_" + randomText(SECRET_LENGTH);
        return new ApiKeyText(id, unchecked + "_" + checksum(unchecked));
    }

    /** Returns 256 random bits as letters and digits. */
    static String randomSecret() {
        return randomText(SECRET_LENGTH);
    }

    /** Returns empty if the text cannot be a key. */
    static Optional<ApiKeyText> parse(String text) {
        if (text == null || text.length() > MAX_LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return Optional.empty();
        }
        // The fixed development keys have no id separate from their secret; no other key can have the id dev_alice.
        if (text.startsWith(DEVELOPMENT_PREFIX)) {
            return Optional.of(new ApiKeyText(text.substring(PREFIX.length()), text));
        }
        int idEnd = text.indexOf('_', PREFIX.length());
        if (idEnd < 0 || text.length() - idEnd - 1 < MIN_SECRET_LENGTH) {
            return Optional.empty();
        }
        String id = text.substring(PREFIX.length(), idEnd);
        return isId(id) ? Optional.of(new ApiKeyText(id, text)) : Optional.empty();
    }

    /**
     * Returns whether a stored key may have this id: 1 to 32 ASCII letters, digits, dots and hyphens. Other ids are not
     * looked up.
     */
    static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID_LENGTH && id.chars().allMatch(ApiKeyText::isIdCharacter);
    }

    private static boolean isIdCharacter(int c) {
        return isLetterOrDigit(c) || c == '-' || c == '.';
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /**
     * Returns false if no key of the database can have this text: its secret has another length, or its checksum is
     * wrong. It need not be looked up then.
     */
    boolean mayBeStored() {
        int secret = PREFIX.length() + id.length() + 1;
        int secretEnd = secret + SECRET_LENGTH;
        if (text.length() < secretEnd
                || !text.substring(secret, secretEnd).chars().allMatch(ApiKeyText::isLetterOrDigit)) {
            return false;
        }
        return text.length() == secretEnd
                || text.length() == secretEnd + 1 + CHECKSUM_LENGTH
                        && text.charAt(secretEnd) == '_'
                        && text.endsWith(checksum(text.substring(0, secretEnd)));
    }

    /** Detects typing errors and garbage; no protection against forgery. */
    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[CHECKSUM_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET[(int) (rest % ALPHABET.length)];
            rest /= ALPHABET.length;
        }
        return new String(digits);
    }

    private static String randomText(int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = ALPHABET[RANDOM.nextInt(ALPHABET.length)];
        }
        return new String(text);
    }

    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
