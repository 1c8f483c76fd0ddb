package io.marketbell.journal;

import java.nio.file.Path;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** Empty databases of H2's. */
final class H2 {
    private H2() {}

    static JdbcDataSource inMemory() {
        return at("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** As shipped, but for DB_CLOSE_DELAY: cutting the wire closes the file, mending it opens it again. */
    static JdbcDataSource in(Path directory) {
        return at("jdbc:h2:file:" + directory.resolve("marketbell") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    private static JdbcDataSource at(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }
}
