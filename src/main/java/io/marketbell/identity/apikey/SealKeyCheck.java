package io.marketbell.identity.apikey;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.database.Sql;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Compares the key that encrypts callback secrets with the fingerprint in the database, which the first node stores. A
 * node with another key could neither read the secrets nor store readable ones.
 */
public final class SealKeyCheck {
    private static final System.Logger LOG = System.getLogger(SealKeyCheck.class.getName());
    private static final String SETTING = "marketbell.identity.secret.key";
    private static final String VERSION_SETTING = SETTING + ".version";

    private final SecretCipher cipher;
    private final String fingerprint;
    private final int version;

    /** @param version a higher number than that in the database replaces the key */
    SealKeyCheck(SecretCipher cipher, int version) {
        if (version < 1) {
            throw new IllegalArgumentException(VERSION_SETTING + " must be at least 1, not " + version);
        }
        this.cipher = cipher;
        this.fingerprint = cipher.fingerprint();
        this.version = version;
    }

    private record Stored(int version, String fingerprint) {}

    /**
     * Returns why this node must not use the database; empty if it may. Stores the fingerprint at the first use, and
     * when the key is replaced. Must not run in two transactions at the same time.
     *
     * @param alone whether no other node uses the database: the key is then also replaced if nothing is encrypted
     */
    public String refusal(Sql transaction, boolean alone) throws SQLException {
        String refusal = compare(transaction, alone);
        cipher.confirm(refusal.isEmpty());
        return refusal;
    }

    private String compare(Sql transaction, boolean alone) throws SQLException {
        Optional<Stored> found = transaction.first(
                row -> new Stored(row.getInt(1), row.getString(2)),
                "SELECT version, fingerprint FROM seal_key WHERE id = 1");
        if (found.isEmpty()) {
            transaction.update(
                    "INSERT INTO seal_key (id, version, fingerprint) VALUES (1, ?, ?)", version, fingerprint);
            return "";
        }
        Stored stored = found.get();
        boolean same = stored.fingerprint.equals(fingerprint);
        if (version > stored.version || !same && alone && !hasSecrets(transaction)) {
            replace(transaction, stored, same);
            return "";
        }
        return same ? "" : refusal(stored);
    }

    private String refusal(Stored stored) {
        String differs = "the secrets in the database are encrypted with another key than that of this node (" + SETTING
                + ", or " + SecretKeyFile.NAME + " in the data directory); ";
        return version < stored.version
                ? differs + "the key was replaced: set the new key and " + VERSION_SETTING + "=" + stored.version
                : differs + "set the same key on every node; to replace a lost key, set " + VERSION_SETTING + "="
                        + (stored.version + 1) + " on every node: publishers then need new API keys";
    }

    private void replace(Sql transaction, Stored stored, boolean same) throws SQLException {
        int newVersion = Math.max(version, stored.version);
        transaction.update("UPDATE seal_key SET version = ?, fingerprint = ? WHERE id = 1", newVersion, fingerprint);
        if (!same) {
            boolean secrets = hasSecrets(transaction);
            LOG.log(
                    secrets ? WARNING : INFO,
                    secrets
                            ? "the key that encrypts callback secrets was replaced (version {0}): the secrets of existing API"
                                    + " keys can no longer be read; create the keys of publishers again"
                            : "the key that encrypts callback secrets was replaced (version {0}); no secret was encrypted",
                    Integer.toString(newVersion));
        }
    }

    private static boolean hasSecrets(Sql transaction) throws SQLException {
        return transaction.number("SELECT COUNT(*) FROM api_keys WHERE sealed_callback_secret IS NOT NULL AND "
                        + DatabaseApiKeys.NOT_REVOKED)
                > 0;
    }
}
