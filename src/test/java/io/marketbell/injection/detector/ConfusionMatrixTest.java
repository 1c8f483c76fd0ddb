package io.marketbell.injection.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.finding.Detection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Detection and false-positive rates: always on the project's own samples, on the shared ones if they are present. */
class ConfusionMatrixTest {
    private static final System.Logger TABLE = System.getLogger(ConfusionMatrixTest.class.getName());

    private static double flagged(String name, List<String> texts) {
        long found = texts.stream()
                .filter(text -> InjectionDetector.inspect(text, InjectionDetector.Origin.TEXT)
                        .isPresent())
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
    void ownAttackSamplesAreFoundAndOwnHarmlessSamplesPass() {
        assertThat(flagged("own sql.txt", Samples.own("sql.txt"))).isGreaterThanOrEqualTo(98);
        assertThat(flagged("own traversal.txt", Samples.own("traversal.txt"))).isGreaterThanOrEqualTo(99);
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
        // SQL in prose: reported, not asserted.
        assertThat(flagged("benign_hard.txt", Samples.shared("benign_hard.txt")))
                .isLessThan(100);
    }

    /** @return the percentages of free text that is refused, and that is refused or reported */
    private static double[] graded(String name, List<String> texts) {
        long refused = 0;
        long reported = 0;
        for (String text : texts) {
            Optional<Detection> found = InjectionDetector.grade(text);
            refused += found.filter(Detection::isUnmistakable).isPresent() ? 1 : 0;
            reported += found.filter(detection -> !detection.isUnmistakable()).isPresent() ? 1 : 0;
        }
        double[] shares = {100.0 * refused / texts.size(), 100.0 * (refused + reported) / texts.size()};
        TABLE.log(
                System.Logger.Level.INFO,
                String.format(
                        Locale.ROOT,
                        "%-22s as text %6d refused %6d reported %8.2f %% %8.2f %%",
                        name,
                        refused,
                        reported,
                        shares[0],
                        shares[1]));
        return shares;
    }

    private static double refused(String name) {
        return graded(name, Samples.shared(name))[0];
    }

    @Test
    void conditionsAndNotesAreNotRefusedAsText() {
        assertThat(graded("own conditions.txt", Samples.own("conditions.txt"))[0])
                .isZero();
        double[] harmless = graded("own harmless.txt", Samples.own("harmless.txt"));
        assertThat(harmless[0]).isZero();
        assertThat(harmless[1]).isLessThanOrEqualTo(0.5);
    }

    @Test
    void conditionsAreNotEvenReportedAsText() {
        assertThat(List.of(
                        "RSI below 30 and MACD > 0",
                        "Order 66 or 67 = your choice",
                        "Stop at 95 or loss >= 10",
                        "5 or 6 -- both fine",
                        "100 or below",
                        "7; drop it",
                        "Create trigger alert",
                        "Retry with sleep(500)",
                        "pg_smith"))
                .allSatisfy(text -> assertThat(InjectionDetector.grade(text)).isEmpty());
    }

    @Test
    void collectedConditionsAndNotesAreNotRefusedAsText() {
        assertThat(refused("benign_alerts.txt")).isLessThanOrEqualTo(0.3);
        assertThat(refused("benign_trading.txt")).isLessThanOrEqualTo(0.3);
        assertThat(refused("benign.txt")).isLessThanOrEqualTo(1);
    }

    @Test
    void pathsInProseAndNamesOfDocumentsAreNeitherRefusedNorOftenReportedAsText() {
        double[] shares = graded("own paths.txt", Samples.own("paths.txt"));

        assertThat(shares[0]).isZero();
        assertThat(shares[1]).isLessThanOrEqualTo(2.5);
    }

    @Test
    void collectedTraversalIsRefusedOrReportedAsText() {
        double[] shares = graded("traversal_attack.txt", Samples.shared("traversal_attack.txt"));

        assertThat(shares[0]).isGreaterThanOrEqualTo(85);
        assertThat(shares[1]).isGreaterThanOrEqualTo(99.9);
    }

    @Test
    void ownAttackSamplesAreRefusedOrReportedAsText() {
        double[] shares = graded("own sql.txt", Samples.own("sql.txt"));

        assertThat(shares[0]).isGreaterThanOrEqualTo(85);
        assertThat(shares[1]).isGreaterThanOrEqualTo(95);
    }

    @Test
    void collectedAttacksAreRefusedOrReportedAsText() {
        double[] shares = graded("sqli_attack.txt", Samples.shared("sqli_attack.txt"));

        assertThat(shares[0]).isGreaterThanOrEqualTo(92);
        assertThat(shares[1]).isGreaterThanOrEqualTo(98);
    }

    @Test
    void aGradeNeverFindsMoreThanAnInspection() {
        for (String name : List.of("sql.txt", "traversal.txt", "harmless.txt", "conditions.txt", "paths.txt")) {
            assertThat(Samples.own(name))
                    .filteredOn(text -> InjectionDetector.grade(text).isPresent())
                    .allSatisfy(text -> assertThat(InjectionDetector.inspect(text, InjectionDetector.Origin.TEXT))
                            .isPresent());
        }
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
