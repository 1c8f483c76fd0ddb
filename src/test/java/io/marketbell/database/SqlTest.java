package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.notification.Priority;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class SqlTest {
    private static final String INSERT = "INSERT INTO thing (id, name, size, due_at, content) VALUES (?, ?, ?, ?, ?)";
    private static final Instant TIME = Instant.parse("2026-11-30T12:00:00.123456789Z");

    private final Connection connection;
    private final Sql sql;

    SqlTest(DatabaseKind database) throws SQLException {
        connection = database.empty().getConnection();
        sql = new Sql(connection);
    }

    @BeforeEach
    void createTable() throws SQLException {
        sql.update("CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(20), size SMALLINT,"
                + " due_at BIGINT, content BYTEA)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void insert(long... ids) throws SQLException {
        sql.batch(
                INSERT,
                Arrays.stream(ids).boxed().toList(),
                id -> Sql.values(id, "thing" + id, (short) (id % 3), null, null));
    }

    private List<Long> ids(String where, Object... parameters) throws SQLException {
        return sql.list(row -> row.getLong(1), "SELECT id FROM thing WHERE " + where + " ORDER BY id", parameters);
    }

    @Test
    void valuesOfEachTypeAreReadBack() throws SQLException {
        assertThat(sql.update(INSERT, 7, Priority.HIGH, (short) 3, TIME, new byte[] {1, 2}))
                .isEqualTo(1);

        List<Object> read = sql.first(
                        row -> List.<Object>of(
                                row.getLong(1), row.getString(2), row.getShort(3), Sql.time(row, 4), row.getBytes(5)),
                        "SELECT id, name, size, due_at, content FROM thing WHERE id = ?",
                        7L)
                .orElseThrow();

        assertThat(read.subList(0, 4)).containsExactly(7L, "HIGH", (short) 3, TIME.truncatedTo(ChronoUnit.MICROS));
        assertThat((byte[]) read.get(4)).containsExactly(1, 2);
    }

    @Test
    void nullIsStoredAndReadAsNull() throws SQLException {
        sql.update(INSERT, 1, null, null, null, null);

        assertThat(ids("name IS NULL AND size IS NULL AND due_at IS NULL AND content IS NULL"))
                .containsExactly(1L);
        assertThat(sql.list(row -> Sql.time(row, 1), "SELECT due_at FROM thing"))
                .containsExactly((Instant) null);
    }

    @Test
    void timeBefore1970IsReadBack() throws SQLException {
        Instant early = Instant.parse("1969-12-31T23:59:59.999999Z");
        sql.update(INSERT, 1, null, null, early, null);

        assertThat(sql.first(row -> Sql.time(row, 1), "SELECT due_at FROM thing"))
                .contains(early);
    }

    @Test
    void collectionIsAnArray() throws SQLException {
        insert(1, 2, 3, 4);

        assertThat(ids("id = ANY(?)", List.of(1L, 4L, 9L))).containsExactly(1L, 4L);
        assertThat(ids("name = ANY(?)", List.of("thing2"))).containsExactly(2L);
        assertThat(ids("NOT name = ANY(?)", List.of("thing2", "thing3"))).containsExactly(1L, 4L);
        assertThat(ids("size = ANY(?)", List.of((short) 0, (short) 2))).containsExactly(2L, 3L);
        sql.update(INSERT, 5, Priority.HIGH, null, null, null);
        assertThat(ids("name = ANY(?)", List.of(Priority.HIGH, Priority.LOW))).containsExactly(5L);
    }

    @Test
    void emptyCollectionIsRejected() {
        assertThatThrownBy(() -> ids("id = ANY(?)", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void firstIsEmptyWithoutARow() throws SQLException {
        assertThat(sql.first(row -> row.getLong(1), "SELECT id FROM thing")).isEmpty();
        assertThatThrownBy(() -> sql.number("SELECT id FROM thing")).isInstanceOf(SQLException.class);
    }

    @Test
    void rowsArePassedOnInOrder() throws SQLException {
        insert(3, 1, 2);
        Map<Long, String> names = new LinkedHashMap<>();

        sql.each(row -> names.put(row.getLong(1), row.getString(2)), "SELECT id, name FROM thing ORDER BY id");

        assertThat(names).containsExactly(Map.entry(1L, "thing1"), Map.entry(2L, "thing2"), Map.entry(3L, "thing3"));
        assertThat(sql.number("SELECT COUNT(*) FROM thing WHERE id > ?", 1)).isEqualTo(2);
    }

    @Test
    void batchReturnsTheChangedRowsOfEachItem() throws SQLException {
        insert(1, 2);

        assertThat(sql.batch("DELETE FROM thing WHERE id = ?", List.of(1L, 5L, 2L), id -> Sql.values(id)))
                .containsExactly(1, 0, 1);
        assertThat(sql.batch("DELETE FROM thing WHERE id = ?", List.of(), id -> Sql.values(id)))
                .isEmpty();
    }

    @Test
    void missingRowsAreInserted() throws SQLException {
        insert(1, 3);

        sql.updateOrInsert(
                "UPDATE thing SET name = ? WHERE id = ?",
                "INSERT INTO thing (name, id) VALUES (?, ?)",
                List.of(1L, 2L, 3L),
                id -> Sql.values("new" + id, id));

        assertThat(ids("name = ANY(?)", List.of("new1", "new2", "new3"))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void preparedStatementIsReusedAndItsBatchCanBeDiscarded() throws SQLException {
        try (Prepared insert = sql.prepare("INSERT INTO thing (id) VALUES (?)")) {
            assertThat(insert.flush()).isEmpty();
            insert.add(1L);
            insert.clear();
            insert.add(2L);
            insert.add(3L);
            assertThat(insert.flush()).containsExactly(1, 1);
            assertThat(insert.flush()).isEmpty();
            assertThat(insert.update(4L)).isEqualTo(1);
        }

        assertThat(ids("TRUE")).containsExactly(2L, 3L, 4L);
    }

    @Test
    void statementsHaveATimeout() throws SQLException {
        insert(1);

        String query = "SELECT id FROM thing";
        assertThat(sql.list(row -> row.getStatement().getQueryTimeout(), query)).containsExactly(5);
    }
}
