package io.marketbell.journal.expiry;

/**
 * How many rows one transaction may change: half as many after each failure, twice as many after each success, within
 * bounds. A transaction that is too large for a slow database is so tried again as several smaller ones. For one thread
 * at a time.
 */
final class RowBudget {
    private final int most;
    private int rows;

    RowBudget(int most) {
        this.most = most;
        this.rows = most;
    }

    int rows() {
        return rows;
    }

    void succeeded() {
        rows = Math.min(most, rows * 2);
    }

    void failed() {
        rows = Math.max(1, rows / 2);
    }
}
