package io.marketbell.protection.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How much is found, and how often wrongly: on our own samples always, on the shared ones where they are. */
class ConfusionMatrixTest {
    private static final System.Logger TABLE = System.getLogger(ConfusionMatrixTest.class.getName());

    private static double flagged(String name, List<String> texts) {
        long found = texts.stream()
                .filter(text -> Inspector.inspect(text, Inspector.Origin.TEXT).isPresent())
                .count();
        double share = 100.0 * found / texts.size();
        TABLE.log(
                System.Logger.Level.INFO,
                String.format(
                        Locale.ROOT,
                        "%-22s %6d flagged %6d passed %8.2f %%",
                        name,
                        found,
                        texts.size() - found,
                        share));
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

    private static List<String> asForms(List<String> texts) {
        return texts.stream().map(text -> text.replace(' ', '+')).toList();
    }

    @Test
    void plusesInPlaceOfSpacesHideNothing() {
        assertThat(flagged("own sql.txt, pluses", asForms(Samples.own("sql.txt"))))
                .isGreaterThanOrEqualTo(98);
        assertThat(flagged("own harmless.txt, pl.", asForms(Samples.own("harmless.txt"))))
                .isLessThanOrEqualTo(1);
        assertThat(flagged("sqli_attack.txt, pl.", asForms(Samples.shared("sqli_attack.txt"))))
                .isGreaterThanOrEqualTo(98.9);
        assertThat(flagged("benign.txt, pluses", asForms(Samples.shared("benign.txt"))))
                .isLessThanOrEqualTo(1);
    }
}
