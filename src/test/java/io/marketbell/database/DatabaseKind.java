package io.marketbell.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The databases that the product supports. */
public enum DatabaseKind {
    H2,
    POSTGRESQL;

    /** Returns a new database that contains only the product's schema. */
    public DataSource empty() {
        return this == H2 ? ProductDatabases.h2() : ProductDatabases.postgres();
    }

    /** Returns a new database with the schema of an earlier version. */
    public DataSource emptyAt(String version) {
        DataSource source = this == H2 ? ProductDatabases.newH2() : ProductDatabases.newPostgres();
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
        return source;
    }
}
