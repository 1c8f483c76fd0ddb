package io.marketbell.journal;

import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;

/** As shipped. Without DB_CLOSE_DELAY, so that cutting the wire closes the file and mending it opens it again. */
class H2FileJournalTest extends JournalContractTest {
    @TempDir
    Path directory;

    @Override
    Store emptyStore() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve("marketbell") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        return JdbcStore.of(source);
    }
}
