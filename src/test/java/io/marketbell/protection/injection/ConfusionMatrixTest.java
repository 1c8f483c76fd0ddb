package io.marketbell.protection.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How much is found, and how often wrongly: on our own samples always, on the shared ones where they are. */
class ConfusionMatrixTest {
    // The table is this test's result, and not a log line of the product's.
    private static final PrintStream TABLE = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));

    private static double flagged(String name, List<String> texts) {
        long found = texts.stream()
                .filter(text -> Inspector.inspect(text, Inspector.Origin.TEXT).isPresent())
                .count();
        double share = 100.0 * found / texts.size();
        TABLE.println(String.format(
                Locale.ROOT, "%-26s %6d flagged %6d passed %8.2f %%", name, found, texts.size() - found, share));
        TABLE.flush();
        return share;
    }

    @Test
    void ourOwnAttacksAreFoundAndOurOwnHarmlessTextsPass() {
        assertThat(flagged("own sql.txt", Samples.own("sql.txt"))).isGreaterThanOrEqualTo(98);
        assertThat(flagged("own traversal.txt", Samples.own("traversal.txt"))).isEqualTo(100);
        assertThat(flagged("own harmless.txt", Samples.own("harmless.txt"))).isLessThanOrEqualTo(0.5);
    }

    @Test
    void collectedSqlInjectionIsFound() {
        assertThat(flagged("sqli_attack.txt", Samples.shared("sqli_attack.txt")))
                .isGreaterThanOrEqualTo(99);
    }

    @Test
    void collectedTraversalIsFound() {
        assertThat(flagged("traversal_attack.txt", Samples.shared("traversal_attack.txt")))
                .isGreaterThanOrEqualTo(99.9);
    }

    @Test
    void collectedHarmlessTextsPass() {
        assertThat(flagged("benign.txt", Samples.shared("benign.txt"))).isLessThanOrEqualTo(1);
        assertThat(flagged("benign_trading.txt", Samples.shared("benign_trading.txt")))
                .isLessThanOrEqualTo(0.3);
        // SQL in prose: told, not demanded.
        assertThat(flagged("benign_hard.txt", Samples.shared("benign_hard.txt")))
                .isLessThan(100);
    }
}
