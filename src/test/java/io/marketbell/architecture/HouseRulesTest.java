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
    private static final String PRODUCT = "io.marketbell";
    private static final String PLANTED = "io.marketbell.architecture.planted";

    @TestFactory
    Stream<DynamicTest> mainCodeFollowsEveryRule() {
        JavaClasses product = new ClassFileImporter().importUrl(mainClasses());
        return new HouseRules(PRODUCT)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(product)));
    }

    /**
     * The output directory of the main sources, independent of the build: test classes are not subject to the rules.
     */
    private static URL mainClasses() {
        return Problem.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @TestFactory
    Stream<DynamicTest> everyRuleDetectsItsPlantedViolation() {
        JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
        return new HouseRules(PLANTED)
                .all().entrySet().stream()
                        .map(rule ->
                                DynamicTest.dynamicTest(rule.getKey(), () -> assertDetected(rule.getValue(), planted)));
    }

    private static void assertDetected(ArchRule rule, JavaClasses planted) {
        assertThat(rule.evaluate(planted).hasViolation()).isTrue();
    }
}
