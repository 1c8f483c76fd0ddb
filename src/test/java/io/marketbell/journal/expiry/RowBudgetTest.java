package io.marketbell.journal.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowBudgetTest {
    private final RowBudget budget = new RowBudget(1_000);

    @Test
    void halvesOnFailureAndDoublesOnSuccess() {
        budget.failed();
        budget.failed();
        assertThat(budget.rows()).isEqualTo(250);

        budget.succeeded();
        assertThat(budget.rows()).isEqualTo(500);
        budget.succeeded();
        budget.succeeded();
        assertThat(budget.rows()).as("never above its start").isEqualTo(1_000);
    }

    @Test
    void neverFallsBelowOneRow() {
        for (int i = 0; i < 100; i++) {
            budget.failed();
        }
        assertThat(budget.rows()).isEqualTo(1);
    }
}
