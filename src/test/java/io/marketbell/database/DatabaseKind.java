package io.marketbell.database;

import javax.sql.DataSource;

/** The databases that the product supports. */
public enum DatabaseKind {
    H2,
    POSTGRESQL;

    /** Returns a new database that contains only the product's schema. */
    public DataSource empty() {
        return this == H2 ? ProductDatabases.h2() : ProductDatabases.postgres();
    }
}
