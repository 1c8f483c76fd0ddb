package io.marketbell.database;

import io.marketbell.journal.Migration;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import javax.sql.DataSource;

/** The product's schema, by its own migrations, for a room that is tested in the container without the journal. */
@ApplicationScoped
public class ProductSchema {
    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    /** Before any room asks for its tables. */
    void migrate(@Observes @Priority(1) Startup startup) {
        Migration.migrate(source);
    }
}
