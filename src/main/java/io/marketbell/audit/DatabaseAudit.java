package io.marketbell.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Keeps deeds in the database. */
@ApplicationScoped
class DatabaseAudit implements Audit {
    private final AuditEntries entries;
    private final InstantSource clock = InstantSource.system();

    protected DatabaseAudit() {
        this(null);
    }

    @Inject
    DatabaseAudit(AuditEntries entries) {
        this.entries = entries;
    }

    @Override
    @Transactional
    public void record(Deed deed) {
        entries.add(AuditEntry.of(deed, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }
}
