package io.marketbell.identity.apikey;

/**
 * Keys for other purposes, derived from the key that encrypts callback secrets. Nodes of a cluster have the same ones,
 * because {@link SealKeyCheck} refuses nodes with another key.
 */
public final class DerivedKeys {
    private final SecretCipher cipher;

    DerivedKeys(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** Returns 32 bytes, different for each purpose. */
    public byte[] of(String purpose) {
        return cipher.keyFor(purpose);
    }
}
