package io.marketbell.journal;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database to the schema of this version: of all rooms, since they share one history of migrations. */
public final class Migration {
    private Migration() {}

    /** Does nothing where the schema is up to date. Nodes that start at once wait for each other. */
    public static void migrate(DataSource source) {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
