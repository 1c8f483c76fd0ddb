package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.LockLimits;
import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class LogWriterTest {
    @Test
    void commitsHaveNoStatementTimeoutAfterACheckOfTheLog() throws SQLException {
        DataSource source = ProductDatabases.h2();
        HeadTable.HeadRow head = Database.over(source).write(sql -> HeadTable.start(sql, Optional.empty()));
        LogState state = new LogState();
        state.head(head.offset(), head.id());
        state.opened(head.epoch(), Doubts.NONE);
        try (Connection connection = source.getConnection();
                Statement later = connection.createStatement()) {
            connection.setAutoCommit(false);
            LogWriter writer = new LogWriter(
                    connection, InstantSource.system(), true, LockLimits.DEFAULT, state, new LogContinuity(state));

            writer.visibleHead();

            assertThat(later.getQueryTimeout()).isZero();
        }
    }
}
