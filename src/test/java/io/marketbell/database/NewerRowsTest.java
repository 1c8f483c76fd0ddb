package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewerRowsTest {
    @Test
    void everyReadIsCounted() {
        long before = NewerRows.count();

        for (int i = 0; i < 300; i++) {
            NewerRows.record("a_table", "type T" + i, "it is skipped");
        }

        assertThat(NewerRows.count()).isEqualTo(before + 300);
    }
}
