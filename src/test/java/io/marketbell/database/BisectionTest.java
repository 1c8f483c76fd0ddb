package io.marketbell.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BisectionTest {
    private final List<Integer> stored = new ArrayList<>();
    private final List<Integer> rejected = new ArrayList<>();
    private int attempts;

    private void store(List<Integer> items, List<Integer> invalid) {
        Bisection.store(
                items,
                some -> {
                    attempts++;
                    if (some.stream().anyMatch(invalid::contains)) {
                        throw new DataRejected(new SQLException("planted", "22001"));
                    }
                    stored.addAll(some);
                },
                (item, why) -> rejected.add(item));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void validItemsAreStoredTogether() {
        store(numbers(100), List.of());

        assertThat(stored).isEqualTo(numbers(100));
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void invalidItemIsFoundInFewAttemptsAndTheOthersAreStoredInOrder() {
        store(numbers(64), List.of(37));

        assertThat(rejected).containsExactly(37);
        assertThat(stored).hasSize(63).isSorted();
        assertThat(attempts).as("two for each of six halvings, and the first").isEqualTo(13);
    }

    @Test
    void everyInvalidItemIsRejected() {
        store(numbers(5), List.of(0, 4));

        assertThat(rejected).containsExactly(0, 4);
        assertThat(stored).containsExactly(1, 2, 3);
    }

    @Test
    void otherFailuresEndTheStoring() {
        assertThatThrownBy(() -> Bisection.store(
                        numbers(2),
                        some -> {
                            attempts++;
                            throw new IOException("planted");
                        },
                        (item, why) -> rejected.add(item)))
                .hasMessage("planted");
        assertThat(attempts).isEqualTo(1);
        assertThat(rejected).isEmpty();
    }
}
