package io.marketbell.database;

import javax.sql.DataSource;

/** The databases that the product runs on. */
public enum DatabaseKind {
    H2,
    POSTGRESQL;

    /** A new one with the product's schema. */
    public DataSource empty() {
        return this == H2 ? ProductDatabases.h2() : ProductDatabases.postgres();
    }
}
