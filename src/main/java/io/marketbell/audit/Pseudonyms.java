package io.marketbell.audit;

import io.marketbell.database.Sql;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Random names that stand for users in the audit log. The row that maps a pseudonym to a user can be deleted; the
 * entries and their hashes stay valid. Changes require the lock of the table {@code audit_order}.
 */
final class Pseudonyms {
    /** No new user can have a name that begins with it. */
    static final String PREFIX = "pseudonym-";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 10;

    private Pseudonyms() {}

    /** Returns the user's pseudonym; creates it on the first call. */
    static String of(Sql transaction, String user) throws SQLException {
        Optional<String> known = find(transaction, user);
        if (known.isPresent()) {
            return known.get();
        }
        String created = random();
        transaction.update("INSERT INTO audit_pseudonym (pseudonym, user_name) VALUES (?, ?)", created, user);
        return created;
    }

    private static Optional<String> find(Sql transaction, String user) throws SQLException {
        return transaction.first(
                row -> row.getString(1), "SELECT pseudonym FROM audit_pseudonym WHERE user_name = ?", user);
    }

    /** Deletes the mapping. Later events of the user have another pseudonym. */
    static void erase(Sql transaction, String user) throws SQLException {
        transaction.update("DELETE FROM audit_pseudonym WHERE user_name = ?", user);
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }
}
