package io.marketbell.architecture.planted.journal.ledger;

import io.marketbell.architecture.planted.journal.log.Commit;

/** Violates: the ledger knows neither the log nor expiry. */
record KnowsTheLog(Commit other) {}
