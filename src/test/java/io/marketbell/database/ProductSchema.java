package io.marketbell.database;

import io.marketbell.journal.Migration;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import javax.sql.DataSource;

/** Migrates to the product's schema, for in-container tests of a package without the journal. */
@ApplicationScoped
public class ProductSchema {
    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    /** Runs before any other startup observer uses the tables. */
    void migrate(@Observes @Priority(1) Startup startup) {
        Migration.migrate(source);
    }
}
