package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JdbcDatabaseTest {
    private static final String ENTRY = "INSERT INTO audit (id, at, who, action, target, trace_id)"
            + " VALUES (%d, CURRENT_TIMESTAMP, 'olga', 'test', 'test', 'trace')";

    @Nested
    class H2Test extends Contract {
        H2Test() {
            super(ProductDatabases.h2());
        }
    }

    @Nested
    class PostgresTest extends Contract {
        PostgresTest() {
            super(ProductDatabases.postgres());
        }
    }

    /** What is promised on either database. */
    abstract static class Contract {
        private final DataSource source;
        private final Database database;

        Contract(DataSource source) {
            this.source = source;
            database = Database.over(source);
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
        void whatFailsHalfwayLeavesNothing() {
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
        void workIsReportedUnderItsPurposeWithWhatCameOfIt() {
            List<String> reported = new ArrayList<>();
            Database watched = new JdbcDatabase(new Connections(source), "audit", (purpose, nanos, succeeded) -> {
                assertThat(nanos).isPositive();
                reported.add(purpose + (succeeded ? " done" : " failed"));
            });

            watched.write(connection -> enter(connection, 1));
            watched.read(Connection::isClosed);
            assertThatThrownBy(() -> watched.write(connection -> enter(connection, 1)))
                    .isInstanceOf(DatabaseRefusal.class);

            assertThat(reported).containsExactly("audit done", "audit done", "audit failed");
        }

        @Test
        void dataThatBreakAConstraintAreRefusedWithoutTellingThem() {
            database.write(connection -> enter(connection, 1));

            assertThatThrownBy(() -> database.write(connection -> enter(connection, 1)))
                    .isInstanceOf(DatabaseRefusal.class)
                    .message()
                    .contains("SQLSTATE 23505")
                    .doesNotContain("olga");
        }
    }

    /** PostgreSQL stores no NUL in text (SQLSTATE 22021); it is there all the same. */
    @Test
    void aTextThatPostgresCannotHoldIsARefusalAndNotAnAbsence() {
        Database database = Database.over(ProductDatabases.postgres());

        assertThatThrownBy(() -> database.read(connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement("SELECT id FROM api_keys WHERE id = ?")) {
                        select.setString(1, "a\u0000b");
                        return select.executeQuery().next();
                    }
                }))
                .isInstanceOf(DatabaseRefusal.class);
        assertThatThrownBy(() ->
                        database.read(connection -> connection.createStatement().executeQuery("SELECT 1 FROM none")))
                .isInstanceOf(StatementRejected.class);
    }

    @Test
    void aDatabaseThatIsNotThereIsUnavailable() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        Database database = Database.over(nowhere);

        assertThatThrownBy(() -> database.read(Connection::isClosed)).isInstanceOf(DatabaseUnavailable.class);
    }
}
