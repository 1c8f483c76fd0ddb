package io.marketbell.journal.log;

/** What the contract tests are run on: a test of a back end is a contract and one of these. */
interface BackEnd {
    JournalFixture.Store emptyStore() throws Exception;
}
