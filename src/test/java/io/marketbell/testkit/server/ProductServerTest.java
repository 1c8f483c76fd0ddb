package io.marketbell.testkit.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Two classes that use the product's server in parallel would stop it for each other. */
@AnalyzeClasses(packages = "io.marketbell", importOptions = ImportOption.OnlyIncludeTests.class)
class ProductServerTest {

    @ArchTest
    static final ArchRule WHO_ASKS_THE_PRODUCTS_SERVER_SAYS_SO = classes()
            .that()
            .haveSimpleNameEndingWith("IT")
            .and(DescribedPredicate.describe(
                    "ask the product's server",
                    each -> each.getDirectDependenciesFromSelf().stream()
                            .anyMatch(
                                    dependency -> dependency.getTargetClass().isEquivalentTo(MarketbellServer.class))))
            .should()
            .beAnnotatedWith(ProductServer.class);
}
