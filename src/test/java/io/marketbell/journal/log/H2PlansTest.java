package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.Migration;
import io.marketbell.journal.expiry.ExpiredEntries;
import io.marketbell.journal.ledger.DeliveryCleanup;
import io.marketbell.journal.ledger.LedgerTables;
import io.marketbell.journal.ledger.UserProgressCleanup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The number of rows that H2 reads for a query depends on the size of the result, not on the size of the table. */
class H2PlansTest {
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    private Connection connection;

    @BeforeEach
    void aLogOfTenThousand() throws SQLException {
        var source = H2.inMemory();
        Migration.migrate(source);
        connection = source.getConnection();
        try (Statement fill = connection.createStatement()) {
            fill.execute("INSERT INTO journal_entry SELECT x, 'id' || x, 'ORDER_FILLED', 'HIGH', x, x, x, 'alice',"
                    + " 'p', NULL, NULL, NULL, NULL, NULL, NULL FROM SYSTEM_RANGE(1, 10000)");
            fill.execute("INSERT INTO journal_recipient SELECT x, 'bob', 0 FROM SYSTEM_RANGE(1, 10000)");
            fill.execute("INSERT INTO journal_key SELECT 'p', 'k' || x, X'00', 'id', x, x FROM SYSTEM_RANGE(1, 10000)");
            fill.execute("INSERT INTO journal_delivery (bucket, page, deliveries)"
                    + " SELECT MOD(x, 256), x / 256, X'00' FROM SYSTEM_RANGE(1, 10000)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        try (Statement shutdown = connection.createStatement()) {
            shutdown.execute("SHUTDOWN");
        }
    }

    private int rowsRead(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN ANALYZE " + sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Object[] array) {
                    String type = array instanceof String[] ? "varchar" : "smallint";
                    explain.setArray(i + 1, connection.createArrayOf(type, array));
                } else {
                    explain.setObject(i + 1, parameters[i]);
                }
            }
            try (ResultSet plan = explain.executeQuery()) {
                plan.next();
                Matcher scanned = SCANNED.matcher(plan.getString(1));
                int sum = 0;
                while (scanned.find()) {
                    sum += Integer.parseInt(scanned.group(1));
                }
                assertThat(sum)
                        .as(Arrays.toString(parameters) + plan.getString(1))
                        .isPositive();
                return sum;
            }
        }
    }

    @Test
    void keysAreLookedUpByIndex() throws SQLException {
        assertThat(rowsRead(KeyTable.FIND, new String[] {"k1", "k77", "none"}, "p"))
                .isLessThan(20);
    }

    @Test
    void historyReadsOnlyItsPage() throws SQLException {
        assertThat(rowsRead(LogReader.OF_RECIPIENT.formatted(""), "alice", 5_000L, 9_000L, 1L, 10))
                .isLessThan(20);
        assertThat(rowsRead(LogReader.OF_SEVERAL.formatted(""), "bob", 5_000L, 9_000L, 1L, 10))
                .isLessThan(40);
    }

    @Test
    void expiredRowsAreReadOnlyInTheRangeOfThePage() throws SQLException {
        try (Statement fill = connection.createStatement()) {
            fill.execute("INSERT INTO journal_expired SELECT x, 'alice', 'ORDER_FILLED', 'HIGH', NULL, NULL, x"
                    + " FROM SYSTEM_RANGE(1, 10000)");
        }
        for (String sql : List.of(ResumeReader.DUE, ResumeReader.DELETED)) {
            assertThat(rowsRead(sql, "alice", 5_000L, 5_010L, 20_000L, 1_000)).isLessThan(30);
            assertThat(rowsRead(sql, "alice", 5_000L, 9_000L, 20_000L, 10)).isLessThan(30);
        }
        assertThat(rowsRead(ResumeReader.DUE_OF_SEVERAL, "bob", 5_000L, 5_010L, 20_000L, 1_000))
                .isLessThan(60);
        List<Object> ranges = new ArrayList<>();
        for (String recipient : List.of("alice", "", "bob", "alice", "")) {
            ranges.addAll(List.of(recipient, 5_000L, 5_010L, 20_000L, 1_000));
        }
        assertThat(rowsRead(ResumeReader.EXPIRED, ranges.toArray())).isLessThan(150);
    }

    @Test
    void theOldestExpiredAreFoundWithoutReadingTheOthers() throws SQLException {
        try (Statement fill = connection.createStatement()) {
            fill.execute("INSERT INTO journal_expired SELECT x, 'alice', 'ORDER_FILLED', 'HIGH', NULL, NULL, x"
                    + " FROM SYSTEM_RANGE(1, 10000)");
        }
        assertThat(rowsRead(ExpiredEntries.NTH, 99)).isLessThan(110);
    }

    @Test
    void deliveriesAreFoundByPageAndBucket() throws SQLException {
        assertThat(rowsRead(LedgerTables.ON_PAGE, new Short[] {1, 2, 3}, 7L)).isLessThan(20);
    }

    @Test
    void deliveriesToMergeAreFoundByPage() throws SQLException {
        assertThat(rowsRead(
                        "SELECT d.id, d.bucket, d.deliveries " + DeliveryCleanup.ON_PAGE, new Short[] {1, 2, 3}, 7L))
                .isLessThan(20);
    }

    @Test
    void unusedProgressIsFoundWithoutReadingTheLog() throws SQLException {
        try (Statement fill = connection.createStatement()) {
            fill.execute("INSERT INTO journal_reader SELECT 'user' || x, x, x, 0, x FROM SYSTEM_RANGE(1, 10000)");
            fill.execute("INSERT INTO journal_reader VALUES ('alice', 1, 1, 0, 1), ('bob', 1, 1, 0, 1)");
        }
        String[] users = {"alice", "bob", "user7"};

        assertThat(rowsRead(UserProgressCleanup.UNUSED, users, 5_000L, 5_000L)).isLessThan(30);
        assertThat(rowsRead(UserProgressCleanup.FIRST_FOR_EVERYONE)).isLessThan(5);
    }
}
