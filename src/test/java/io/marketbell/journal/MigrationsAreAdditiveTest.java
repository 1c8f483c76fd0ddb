package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nodes of the previous release run on the schema of this one, during a rolling upgrade and after a rollback. So every
 * migration only adds, and blocks no table that has many rows: see "Change the schema" in CONTRIBUTING.md.
 */
class MigrationsAreAdditiveTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Pattern CREATE_TABLE = Pattern.compile("CREATE TABLE (\\w+) .*");
    private static final Pattern CREATE_INDEX = Pattern.compile("CREATE (?:UNIQUE )?INDEX \\w+ ON (\\w+) .*");
    private static final Pattern ADD_COLUMN = Pattern.compile("ALTER TABLE (\\w+) ADD COLUMN \\w+ (.*)");
    private static final Pattern INSERT = Pattern.compile("INSERT INTO (\\w+) .*");
    private static final Pattern UPDATE = Pattern.compile("UPDATE (\\w+) .*");
    private static final Pattern CREATE_SEQUENCE = Pattern.compile("CREATE SEQUENCE \\w+ .*");
    private static final Pattern COMPUTED = Pattern.compile(".*\\b(GENERATED|REFERENCES|CHECK|UNIQUE)\\b.*");
    private static final Pattern CONSTANT_DEFAULT = Pattern.compile(".* DEFAULT (\\d+|'[^']*'|TRUE|FALSE)\\b.*");

    /**
     * Statements that write every row of an existing table, or lock it while an index is built. PostgreSQL blocks writes
     * to the table meanwhile. Each was accepted for the reason given; new ones need a reason, too.
     */
    private static final Map<String, String> ACCEPTED = Map.ofEntries(
            Map.entry("V30 INSERT INTO journal_forgotten", "the table is new; reads two small ones"),
            Map.entry("V40 ALTER TABLE journal_delivery", "only one node was supported then, and it was stopped"),
            Map.entry("V40 CREATE INDEX journal_delivery", "only one node was supported then, and it was stopped"),
            Map.entry("V40 UPDATE journal_reader", "only one node was supported then, and it was stopped"),
            Map.entry("V50 CREATE INDEX journal_forgotten", "only one node was supported then, and it was stopped"),
            Map.entry("V60 CREATE INDEX api_keys", "thousands of rows at most"),
            Map.entry("V61 UPDATE api_keys", "thousands of rows at most"),
            Map.entry("V61 UPDATE audit", "rows are never updated otherwise, so nothing waits for their locks"),
            Map.entry("V61 UPDATE rate_limit_overrides", "thousands of rows at most"),
            Map.entry("V62 CREATE INDEX callbacks", "rows are deleted as soon as the callback was sent"),
            Map.entry("V80 CREATE INDEX api_keys", "thousands of rows at most"));

    private record Finding(String statement, boolean additive) {}

    /** Returns the statements that are not harmless, by migration and table. */
    private static Map<String, Finding> findings(String version, String script) {
        Map<String, Finding> found = new TreeMap<>();
        Set<String> created = new HashSet<>();
        for (String statement : statements(script)) {
            Matcher table = CREATE_TABLE.matcher(statement);
            Matcher index = CREATE_INDEX.matcher(statement);
            Matcher column = ADD_COLUMN.matcher(statement);
            Matcher insert = INSERT.matcher(statement);
            Matcher update = UPDATE.matcher(statement);
            if (table.matches()) {
                created.add(table.group(1));
            } else if (index.matches()) {
                report(found, version, "CREATE INDEX " + index.group(1), created.contains(index.group(1)), statement);
            } else if (column.matches()) {
                String definition = column.group(2).toUpperCase(Locale.ROOT);
                boolean optional = !definition.contains("NOT NULL")
                        || CONSTANT_DEFAULT.matcher(definition).matches();
                boolean harmless = optional && !COMPUTED.matcher(definition).matches();
                report(found, version, "ALTER TABLE " + column.group(1), harmless, statement);
            } else if (insert.matches()) {
                boolean rows = statement.contains(" SELECT ");
                report(
                        found,
                        version,
                        "INSERT INTO " + insert.group(1),
                        created.contains(insert.group(1)) && !rows,
                        statement);
            } else if (update.matches()) {
                report(found, version, "UPDATE " + update.group(1), false, statement);
            } else if (!CREATE_SEQUENCE.matcher(statement).matches()) {
                found.put(version + " " + statement, new Finding(statement, false));
            }
        }
        return found;
    }

    private static void report(
            Map<String, Finding> found, String version, String what, boolean harmless, String statement) {
        if (!harmless) {
            found.put(version + " " + what, new Finding(statement, true));
        }
    }

    private static List<String> statements(String script) {
        String withoutComments = script.replaceAll("(?m)--.*$", "");
        return Stream.of(withoutComments.split(";"))
                .map(each -> each.strip().replaceAll("\\s+", " "))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static Map<String, Finding> all() throws IOException {
        Map<String, Finding> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            files.filter(file -> file.toString().endsWith(".sql"))
                    .forEach(file -> all.putAll(findings(version(file), read(file))));
        }
        return all;
    }

    private static String version(Path file) {
        return file.getFileName().toString().replaceFirst("__.*", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyMigrationOnlyAddsAndBlocksNoLargeTable() throws IOException {
        Map<String, Finding> found = all();

        assertThat(found.values()).as("not additive").allMatch(Finding::additive);
        assertThat(new TreeSet<>(found.keySet())).isEqualTo(new TreeSet<>(ACCEPTED.keySet()));
    }

    @Test
    void plantedStatementsAreFound() {
        for (String planted : List.of(
                "DROP TABLE audit",
                "ALTER TABLE audit DROP COLUMN detail",
                "ALTER TABLE audit RENAME COLUMN at TO moment",
                "ALTER TABLE audit ALTER COLUMN who SET DATA TYPE VARCHAR(20)",
                "ALTER TABLE audit ADD CONSTRAINT one UNIQUE (who)",
                "DELETE FROM audit",
                "TRUNCATE TABLE audit")) {
            assertThat(findings("V80", planted + ";").values())
                    .as(planted)
                    .noneMatch(Finding::additive)
                    .hasSize(1);
        }
        for (String planted : List.of(
                "ALTER TABLE audit ADD COLUMN place VARCHAR(20) NOT NULL",
                "ALTER TABLE audit ADD COLUMN place BIGINT GENERATED BY DEFAULT AS IDENTITY",
                "ALTER TABLE audit ADD COLUMN moment BIGINT DEFAULT EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) NOT NULL",
                "CREATE INDEX audit_by_who\n  ON audit (who)",
                "INSERT INTO audit (id) SELECT id FROM other",
                "UPDATE audit SET who = 'x'")) {
            assertThat(findings("V80", planted + ";")).as(planted).hasSize(1);
        }
    }

    @Test
    void additionsAreHarmless() {
        assertThat(findings(
                        "V80",
                        "-- DROP TABLE in a comment; too\nCREATE TABLE more (id BIGINT NOT NULL);\n"
                                + "CREATE INDEX more_by_id ON more (id);\nINSERT INTO more (id) VALUES (1);\n"
                                + "ALTER TABLE audit ADD COLUMN place VARCHAR(20);\n"
                                + "ALTER TABLE audit ADD COLUMN number INTEGER DEFAULT 0 NOT NULL;\n"))
                .isEmpty();
    }
}
