package io.marketbell.journal.log;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;
import javax.sql.DataSource;

/** The journal on the server's data source, for the in-container test. */
@ApplicationScoped
class JournalInContainer {
    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    private JdbcJournal journal;

    @PostConstruct
    void open() {
        journal = JdbcJournal.open(source, InstantSource.system(), Thread::new);
    }

    void reopen() {
        journal.close();
        open();
    }

    @PreDestroy
    void close() {
        journal.close();
    }

    @Produces
    Journal journal() {
        return journal;
    }

    @Produces
    Ledger ledger() {
        return journal.ledger();
    }

    DataSource source() {
        return source;
    }
}
