package io.marketbell.audit;

import java.time.Instant;

/** A deed as it was entered. */
record AuditEntry(long id, Instant at, AuditEvent event) {}
