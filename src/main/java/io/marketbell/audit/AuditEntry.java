package io.marketbell.audit;

import java.time.Instant;

/** A recorded event with its id and time. */
record AuditEntry(long id, Instant at, AuditEvent event) {}
