package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
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

    private static int enter(Sql sql, int id) throws SQLException {
        return sql.update(ENTRY.formatted(id));
    }

    private long entries() {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM audit"));
    }

    @Test
    void failedTransactionIsRolledBack() {
        assertThatThrownBy(() -> database.write(sql -> {
                    enter(sql, 1);
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(entries()).isZero();

        database.write(sql -> enter(sql, 1));
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void workIsReportedWithPurposeAndResult() {
        List<String> reported = new ArrayList<>();
        Database watched = new JdbcDatabase(new Connections(source), "audit", (purpose, nanos, succeeded) -> {
            assertThat(nanos).isPositive();
            reported.add(purpose + (succeeded ? " done" : " failed"));
        });

        watched.write(sql -> enter(sql, 1));
        watched.read(sql -> sql.connection().isClosed());
        assertThatThrownBy(() -> watched.write(sql -> enter(sql, 1))).isInstanceOf(DataRejected.class);

        assertThat(reported).containsExactly("audit done", "audit done", "audit failed");
    }

    @Test
    void constraintViolationIsRejectedWithoutDisclosingTheData() {
        database.write(sql -> enter(sql, 1));

        assertThatThrownBy(() -> database.write(sql -> enter(sql, 1)))
                .isInstanceOf(DataRejected.class)
                .message()
                .contains("SQLSTATE 23505")
                .doesNotContain("olga");
    }
}
