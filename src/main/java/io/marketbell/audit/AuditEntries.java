package io.marketbell.audit;

import jakarta.data.Limit;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.util.List;

/** The audit's table. Entries are added and read; there is no way to change one. */
@Repository(dataStore = "jdbc/marketbell")
public interface AuditEntries {

    @Insert
    AuditEntry add(AuditEntry entry);

    @Query("FROM AuditEntry WHERE id > ?1 ORDER BY id")
    List<AuditEntry> after(long id, Limit limit);
}
