package io.marketbell.identity;

import jakarta.data.Limit;
import jakarta.data.repository.Find;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The table of API keys. */
@Repository(dataStore = "jdbc/marketbell")
public interface StoredKeys {

    @Find
    Optional<StoredKey> find(String id);

    @Insert
    void add(StoredKey key);

    @Query("FROM StoredKey WHERE id > ?1 ORDER BY id")
    List<StoredKey> after(String id, Limit limit);

    @Query("UPDATE StoredKey SET revokedAt = ?2 WHERE id = ?1 AND revokedAt IS NULL")
    int revoke(String id, OffsetDateTime at);

    @Query("SELECT id FROM StoredKey WHERE revokedAt >= ?1")
    List<String> revokedSince(OffsetDateTime time);

    @Query("SELECT COUNT(THIS) FROM StoredKey WHERE revokedAt IS NULL AND roles LIKE ?1")
    long countValid(String roles);

    @Query(
            "FROM StoredKey WHERE userName = ?1 AND revokedAt IS NULL AND sealedCallbackSecret IS NOT NULL ORDER BY createdAt DESC, id DESC")
    List<StoredKey> publishers(String user, Limit limit);
}
