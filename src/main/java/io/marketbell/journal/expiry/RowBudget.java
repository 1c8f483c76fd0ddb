package io.marketbell.journal.expiry;

/**
 * The number of rows that one transaction may change: halved after each failure, doubled after each success, within
 * bounds. A transaction that is too large for a slow database is thus retried as several smaller ones. Not thread-safe.
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
