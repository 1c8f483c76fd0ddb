package io.marketbell.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketbell.deadletter.DeadLetters.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The identity of a letter: letters with the same key are the same letter. */
record DeadLetterKey(String notificationId, String recipient, Reason reason) {

    /** Returns a hash of the key for a unique index: a callback URL exceeds the index limit of some databases. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(notificationId.getBytes(UTF_8));
            digest.update((byte) 0);
            digest.update(reason.name().getBytes(UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(recipient.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
