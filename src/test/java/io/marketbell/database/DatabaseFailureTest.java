package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Which exception a database failure is reported as. */
class DatabaseFailureTest {
    /** PostgreSQL cannot store NUL in text (SQLSTATE 22021); the database is reachable all the same. */
    @Test
    void textThatPostgresCannotStoreIsRejectedNotUnavailable() {
        Database database = Database.over(ProductDatabases.postgres());

        assertThatThrownBy(() ->
                        database.read(sql -> sql.list(row -> row, "SELECT id FROM api_keys WHERE id = ?", "a\u0000b")))
                .isInstanceOf(DataRejected.class);
        assertThatThrownBy(() -> database.read(sql -> sql.number("SELECT 1 FROM none")))
                .isInstanceOf(DatabaseUnavailable.StatementRejected.class);
    }

    @Test
    void unreachableDatabaseIsUnavailable() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        Database database = Database.over(nowhere);

        assertThatThrownBy(() -> database.read(sql -> 1)).isInstanceOf(DatabaseUnavailable.class);
    }
}
