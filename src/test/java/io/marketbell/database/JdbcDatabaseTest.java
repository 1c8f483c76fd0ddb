package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class JdbcDatabaseTest {
    private static final String ENTRY = "INSERT INTO audit (id, at, who, action, target, trace_id)"
            + " VALUES (%d, CURRENT_TIMESTAMP, 'olga', 'test', 'test', 'trace')";

    private final DataSource source;
    private final Database database;

    JdbcDatabaseTest(DatabaseKind database) {
        this.source = database.empty();
        this.database = Database.over(source);
    }

    private static Void enter(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ENTRY.formatted(id));
            return null;
        }
    }

    private long entries() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM audit")) {
                count.next();
                return count.getLong(1);
            }
        });
    }

    @Test
    void failedTransactionIsRolledBack() {
        assertThatThrownBy(() -> database.write(connection -> {
                    enter(connection, 1);
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(entries()).isZero();

        database.write(connection -> enter(connection, 1));
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void workIsReportedWithPurposeAndResult() {
        List<String> reported = new ArrayList<>();
        Database watched = new JdbcDatabase(new Connections(source), "audit", (purpose, nanos, succeeded) -> {
            assertThat(nanos).isPositive();
            reported.add(purpose + (succeeded ? " done" : " failed"));
        });

        watched.write(connection -> enter(connection, 1));
        watched.read(Connection::isClosed);
        assertThatThrownBy(() -> watched.write(connection -> enter(connection, 1)))
                .isInstanceOf(DataRejected.class);

        assertThat(reported).containsExactly("audit done", "audit done", "audit failed");
    }

    @Test
    void constraintViolationIsRejectedWithoutDisclosingTheData() {
        database.write(connection -> enter(connection, 1));

        assertThatThrownBy(() -> database.write(connection -> enter(connection, 1)))
                .isInstanceOf(DataRejected.class)
                .message()
                .contains("SQLSTATE 23505")
                .doesNotContain("olga");
    }
}
