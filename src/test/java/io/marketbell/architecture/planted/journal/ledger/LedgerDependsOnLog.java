package io.marketbell.architecture.planted.journal.ledger;

import io.marketbell.architecture.planted.journal.log.Commit;

/** Violates: the ledger must not depend on the log or on expiry. */
record LedgerDependsOnLog(Commit other) {}
