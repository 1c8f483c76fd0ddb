package io.marketbell.journal;

import io.marketbell.database.Sql;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Prevents a program from running on a schema that it cannot use, because a newer release has removed or changed a part
 * of it. Such a release stores, in {@code schema_requirement}, the migrations that a program must contain.
 */
public final class SchemaRequirement {
    private record Requirement(String migration, String oldestRelease) {}

    private final Supplier<Set<String>> contained;

    /** @param contained returns the versions of the migrations of this program */
    public SchemaRequirement(Supplier<Set<String>> contained) {
        this.contained = contained;
    }

    /** Returns why this program must not run on the schema; empty if it may. */
    public String refusal(Sql sql) throws SQLException {
        if (!sql.hasColumn("schema_requirement", "migration")) {
            return "";
        }
        Set<String> own = contained.get();
        Optional<Requirement> missing = sql
                .list(
                        row -> new Requirement(row.getString(1), row.getString(2)),
                        "SELECT migration, oldest_release FROM schema_requirement ORDER BY migration")
                .stream()
                .filter(each -> !own.contains(each.migration()))
                .findFirst();
        return missing.map(each -> "the schema of the database needs migration " + each.migration()
                        + ", which this release does not contain; start release " + each.oldestRelease()
                        + " or later, or restore a backup")
                .orElse("");
    }
}
