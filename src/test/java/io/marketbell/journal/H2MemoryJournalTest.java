package io.marketbell.journal;

import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

class H2MemoryJournalTest extends JournalContractTest {
    @Override
    Store emptyStore() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return JdbcStore.of(source);
    }
}
