package io.marketbell.deadletter;

import jakarta.data.Limit;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.data.repository.Delete;
import jakarta.data.repository.Find;
import jakarta.data.repository.Insert;
import jakarta.data.repository.OrderBy;
import jakarta.data.repository.Param;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import jakarta.data.repository.Update;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code dead_letters}. A filter for anything lists every reason and every type, because databases disagree
 * about the type of a parameter that may be null; for recipients there are queries with and without.
 */
@Repository(dataStore = DeadLetterBeans.PERSISTENCE)
public interface LetterRows {

    @Insert
    void insert(List<LetterRow> rows);

    @Update
    void update(List<LetterRow> rows);

    @Find
    Optional<LetterRow> byId(String id);

    @Delete
    long delete(String id);

    @Query("WHERE fingerprint IN :fingerprints")
    List<LetterRow> withFingerprints(@Param("fingerprints") List<String> fingerprints);

    @Find
    @OrderBy("id")
    List<LetterRow> ofNotification(String notificationId);

    @Query("WHERE reason IN :reasons AND kind IN :kinds")
    @OrderBy(value = "id", descending = true)
    CursoredPage<LetterRow> newest(
            @Param("reasons") List<String> reasons, @Param("kinds") List<String> kinds, PageRequest page);

    @Query("WHERE reason IN :reasons AND kind IN :kinds AND recipient = :recipient")
    @OrderBy(value = "id", descending = true)
    CursoredPage<LetterRow> newestTo(
            @Param("reasons") List<String> reasons,
            @Param("kinds") List<String> kinds,
            @Param("recipient") String recipient,
            PageRequest page);

    @Query("WHERE replayedAt IS NULL AND id > :after AND reason IN :reasons AND kind IN :kinds ORDER BY id")
    List<LetterRow> unreplayed(
            @Param("after") String after,
            @Param("reasons") List<String> reasons,
            @Param("kinds") List<String> kinds,
            Limit limit);

    @Query("WHERE replayedAt IS NULL AND id > :after AND reason IN :reasons AND kind IN :kinds"
            + " AND recipient = :recipient ORDER BY id")
    List<LetterRow> unreplayedTo(
            @Param("after") String after,
            @Param("reasons") List<String> reasons,
            @Param("kinds") List<String> kinds,
            @Param("recipient") String recipient,
            Limit limit);

    @Query("SELECT COUNT(this) WHERE replayedAt IS NULL AND id > :after AND reason IN :reasons AND kind IN :kinds")
    long countUnreplayed(
            @Param("after") String after, @Param("reasons") List<String> reasons, @Param("kinds") List<String> kinds);

    @Query("SELECT COUNT(this) WHERE replayedAt IS NULL AND id > :after AND reason IN :reasons AND kind IN :kinds"
            + " AND recipient = :recipient")
    long countUnreplayedTo(
            @Param("after") String after,
            @Param("reasons") List<String> reasons,
            @Param("kinds") List<String> kinds,
            @Param("recipient") String recipient);

    @Query("UPDATE LetterRow SET replayedAt = :at, replayedAs = :as, replayedBy = :by WHERE id = :id")
    long markReplayed(@Param("id") String id, @Param("at") long at, @Param("as") String as, @Param("by") String by);

    @Query("SELECT COUNT(this)")
    long count();

    @Query("SELECT id ORDER BY id")
    List<String> oldest(Limit limit);

    @Query("DELETE FROM LetterRow WHERE id <= :id")
    long deleteThrough(@Param("id") String id);
}
