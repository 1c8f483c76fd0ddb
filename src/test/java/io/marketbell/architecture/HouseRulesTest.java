package io.marketbell.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.marketbell.http.problem.Problem;
import java.net.URL;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
    private static final String HOUSE = "io.marketbell";
    private static final String PLANTED = "io.marketbell.architecture.planted";

    @TestFactory
    Stream<DynamicTest> theHouseKeepsItsRules() {
        JavaClasses house = new ClassFileImporter().importUrl(mainClasses());
        return new HouseRules(HOUSE)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(house)));
    }

    /**
     * The output directory of the main sources, independent of the build: test classes are not subject to the rules.
     */
    private static URL mainClasses() {
        return Problem.class.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Each rule finds its planted violation. */
    @TestFactory
    Stream<DynamicTest> everyRuleBites() {
        JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
        return new HouseRules(PLANTED)
                .all().entrySet().stream()
                        .map(rule ->
                                DynamicTest.dynamicTest(rule.getKey(), () -> assertBites(rule.getValue(), planted)));
    }

    private static void assertBites(ArchRule rule, JavaClasses planted) {
        assertThat(rule.evaluate(planted).hasViolation()).isTrue();
    }
}
