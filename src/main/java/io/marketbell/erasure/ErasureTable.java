package io.marketbell.erasure;

import io.marketbell.database.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The table {@code user_erasure}: the latest erasures, for all nodes. */
final class ErasureTable {
    /** A node that does not read the database for this time has lost its memory, or does so when it joins again. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;

    ErasureTable(Database database) {
        this.database = database.as("erasures");
    }

    void add(String user, Instant now) {
        database.write(sql -> {
            sql.update("DELETE FROM user_erasure WHERE erased_at < ?", now.minus(KEPT));
            return sql.update(
                    "INSERT INTO user_erasure (id, erased_at, user_name) VALUES (?, ?, ?)",
                    RANDOM.nextLong(),
                    now,
                    user);
        });
    }

    /** Removes the names of users after an hour, also if no erasure follows. */
    void deleteOld(Instant now) {
        database.write(sql -> sql.update("DELETE FROM user_erasure WHERE erased_at < ?", now.minus(KEPT)));
    }

    /** Returns the users by the ids of their erasures. */
    Map<Long, String> all() {
        return database.read(sql -> {
            Map<Long, String> users = new HashMap<>();
            sql.each(row -> users.put(row.getLong(1), row.getString(2)), "SELECT id, user_name FROM user_erasure");
            return users;
        });
    }
}
