package io.marketbell.journal.log;

import java.nio.file.Path;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** Creates empty H2 databases. */
public final class H2 {
    private H2() {}

    public static JdbcDataSource inMemory() {
        return at("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** The options of server-config/includes/database.xml that affect speed and durability. */
    static final String OPTIONS =
            ";WRITE_DELAY=20;RETENTION_TIME=5000;AUTO_COMPACT_FILL_RATE=40;DB_CLOSE_ON_EXIT=FALSE";

    /**
     * Uses the shipped options except DB_CLOSE_DELAY: cutting the connection closes the file, and mending it reopens
     * the file.
     */
    static JdbcDataSource in(Path directory) {
        return at("jdbc:h2:file:" + directory.resolve("marketbell") + OPTIONS);
    }

    private static JdbcDataSource at(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }
}
