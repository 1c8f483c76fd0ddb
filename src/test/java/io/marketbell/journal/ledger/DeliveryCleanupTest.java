package io.marketbell.journal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.ProductDatabases;
import io.marketbell.database.Sql;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.JournalDatabase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryCleanupTest {
    private static final int PAGES = 8;

    private final JournalDatabase database = new JournalDatabase(ProductDatabases.h2(), ReadGuard.NONE, () -> {});
    private final DeliveryCleanup cleanup = new DeliveryCleanup(database);

    @Test
    void callReadsABoundedNumberOfRowsOfAFullLog() {
        long head = DeliveryPage.firstOffset(PAGES);
        database.write(sql -> HeadTable.start(sql, Optional.empty()));
        database.write(sql -> Sql.withoutTimeout(sql.connection())
                .update(
                        "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at,"
                                + " recipient, publisher) SELECT x, 'id', 'ORDER_FILLED', 'HIGH', 0, 0, 0, 'alice', 'p'"
                                + " FROM SYSTEM_RANGE(1, ?)",
                        head));
        for (int call = 0; call < PAGES / 2; call++) {
            cleanup.clean(head);
        }

        for (int call = 0; call < PAGES; call++) {
            assertThat(cleanup.clean(head))
                    .as("every page was merged before")
                    .isBetween(
                            DeliveryCleanup.ROWS_A_CALL,
                            DeliveryCleanup.ROWS_A_CALL + (int) DeliveryPage.firstOffset(1));
        }
    }
}
