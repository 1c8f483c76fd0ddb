package io.marketbell.journal.log;

/** The back end of a contract test: the test of a back end implements a contract with one of these. */
interface BackEnd {
    JournalFixture.Store emptyStore() throws Exception;
}
