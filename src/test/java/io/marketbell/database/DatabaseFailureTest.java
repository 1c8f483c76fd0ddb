package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Which exception a database failure is reported as. */
class DatabaseFailureTest {
    /** PostgreSQL cannot store NUL in text (SQLSTATE 22021); the database is reachable all the same. */
    @Test
    void textThatPostgresCannotStoreIsRejectedNotUnavailable() {
        Database database = Database.over(ProductDatabases.postgres());

        assertThatThrownBy(() -> database.read(connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement("SELECT id FROM api_keys WHERE id = ?")) {
                        select.setString(1, "a\u0000b");
                        return select.executeQuery().next();
                    }
                }))
                .isInstanceOf(DataRejected.class);
        assertThatThrownBy(() ->
                        database.read(connection -> connection.createStatement().executeQuery("SELECT 1 FROM none")))
                .isInstanceOf(StatementRejected.class);
    }

    @Test
    void unreachableDatabaseIsUnavailable() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        Database database = Database.over(nowhere);

        assertThatThrownBy(() -> database.read(Connection::isClosed)).isInstanceOf(DatabaseUnavailable.class);
    }
}
