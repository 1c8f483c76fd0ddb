package io.marketbell.journal.log;

import java.nio.file.Path;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** Empty databases of H2's. */
public final class H2 {
    private H2() {}

    public static JdbcDataSource inMemory() {
        return at("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** The options of server-config/includes/database.xml that bear on speed and durability. */
    static final String OPTIONS =
            ";WRITE_DELAY=20;RETENTION_TIME=5000;AUTO_COMPACT_FILL_RATE=40;DB_CLOSE_ON_EXIT=FALSE";

    /** As shipped, but for DB_CLOSE_DELAY: cutting the wire closes the file, mending it opens it again. */
    static JdbcDataSource in(Path directory) {
        return at("jdbc:h2:file:" + directory.resolve("marketbell") + OPTIONS);
    }

    private static JdbcDataSource at(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }
}
