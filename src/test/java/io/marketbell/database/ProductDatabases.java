package io.marketbell.database;

import io.marketbell.journal.Migration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Creates empty databases of both kinds with the product's schema, using the product's migrations. */
public final class ProductDatabases {
    private static final String TEMPLATE = "migrated";

    private static EmbeddedPostgres postgres;
    private static boolean hasTemplate;

    private ProductDatabases() {}

    public static DataSource h2() {
        return migrated(newH2());
    }

    /** Returns a new database on a shared PostgreSQL server, which ends with the process. */
    public static DataSource postgres() {
        return newPostgres(" TEMPLATE " + migratedTemplate());
    }

    /** Migrations of each database would take longest. */
    private static synchronized String migratedTemplate() {
        if (!hasTemplate) {
            execute("CREATE DATABASE " + TEMPLATE);
            migrated(postgres.getDatabase("postgres", TEMPLATE));
            hasTemplate = true;
        }
        return TEMPLATE;
    }

    private static DataSource migrated(DataSource source) {
        Migration.migrate(source);
        return source;
    }

    static DataSource newH2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    /** Returns a new database without tables. */
    public static DataSource newPostgres() {
        return newPostgres("");
    }

    private static synchronized DataSource newPostgres(String options) {
        String name = "room_" + UUID.randomUUID().toString().replace('-', '_');
        execute("CREATE DATABASE " + name + options);
        return postgres.getDatabase("postgres", name);
    }

    private static void execute(String statement) {
        try {
            if (postgres == null) {
                postgres = EmbeddedPostgres.start();
            }
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement create = connection.createStatement()) {
                create.execute(statement);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
