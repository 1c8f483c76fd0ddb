package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.journal.store.HeadTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LockLimitsTest {
    private static final LockLimits SHORT = new LockLimits(Duration.ofMillis(50), Duration.ofMillis(100));

    private static DataSource source;

    @BeforeAll
    static void database() {
        source = ProductDatabases.postgres();
        Database.over(source).write(sql -> HeadTable.start(sql, Optional.empty()));
    }

    private static Connection transaction() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static String limits(Connection connection) throws SQLException {
        return value(
                connection,
                "SELECT current_setting('lock_timeout') || ' '"
                        + " || current_setting('idle_in_transaction_session_timeout')");
    }

    @Test
    void limitsApplyToTheTransactionOnly() throws SQLException {
        try (Connection connection = transaction()) {
            String before = limits(connection);
            connection.commit();

            value(connection, HeadTable.selectForUpdate(connection, LockLimits.DEFAULT));
            assertThat(limits(connection)).isEqualTo("5s 2s");
            connection.commit();

            assertThat(limits(connection)).isEqualTo(before);
            connection.rollback();
        }
    }

    @Test
    void waitForTheLockTimesOutAndTheConnectionIsStillUsable() throws SQLException {
        try (Connection holder = transaction();
                Connection waiting = transaction()) {
            value(holder, HeadTable.selectForUpdate(holder, LockLimits.DEFAULT));

            assertThatThrownBy(() -> value(waiting, HeadTable.selectForUpdate(waiting, SHORT)))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(LockLimits.isTimeout(e)).isTrue());

            waiting.rollback();
            holder.rollback();
            assertThat(value(waiting, HeadTable.selectForUpdate(waiting, SHORT)))
                    .isNotEmpty();
            waiting.rollback();
        }
    }

    @Test
    void frozenHolderLosesTheLockAndItsChanges() throws SQLException {
        try (Connection frozen = transaction();
                Connection other = transaction()) {
            String epoch = value(frozen, HeadTable.selectForUpdate(frozen, SHORT));
            try (Statement statement = frozen.createStatement()) {
                statement.execute("UPDATE journal_head SET head = 99");
            }

            assertThat(value(other, HeadTable.selectForUpdate(other, LockLimits.DEFAULT)))
                    .isEqualTo(epoch);
            assertThat(value(other, "SELECT head FROM journal_head")).isEqualTo("0");
            other.rollback();
            await().untilAsserted(() -> assertThatThrownBy(frozen::commit).isInstanceOf(SQLException.class));
        }
    }

    @Test
    void embeddedDatabaseHasNoLimits() throws SQLException {
        try (Connection connection = ProductDatabases.h2().getConnection()) {
            assertThat(HeadTable.selectForUpdate(connection, LockLimits.DEFAULT))
                    .isEqualTo(HeadTable.SELECT + " FOR UPDATE");
        }
    }
}
