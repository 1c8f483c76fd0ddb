package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrometheusRulesTest {
    private static final List<String> RUNBOOK =
            List.of("docs/reference/alerts.md", "docs/reference/alerts-bounds.md", "docs/reference/alerts-nodes.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (Marketbell\\w+)$");
    private static final Pattern TESTED = Pattern.compile("(?m)^\\s+alertname: (\\w+)\\n\\s+exp_alerts:\\n");
    private static final Pattern TESTED_SILENT = Pattern.compile("(?m)^\\s+alertname: (\\w+)\\n\\s+exp_alerts: \\[]");

    private final PrometheusRules rules = new PrometheusRules();
    private final Set<String> alerts =
            rules.alerts().stream().map(PrometheusRules.Rule::alert).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void rulesUseMetricsOfTheProduct() {
        ShownMetrics shown = new ShownMetrics();
        assertThat(rules.all()).hasSizeGreaterThan(alerts.size());
        rules.all().forEach(rule -> shown.check(rule.expr(), rules.recorded()));
    }

    @Test
    void everyAlertHasASeverityADescriptionAndAnAction() {
        for (PrometheusRules.Rule rule : rules.alerts()) {
            assertThat(rule.labels().get("severity")).as(rule.alert()).isIn("page", "ticket");
            assertThat(rule.annotations())
                    .as(rule.alert())
                    .containsOnlyKeys("summary", "description", "runbook_url", "action");
            assertThat(rule.annotations().get("runbook_url"))
                    .isEqualTo(pageOf(rule.alert()) + '#' + rule.alert().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void theRunbookHasExactlyTheAlertsAsHeadings() {
        assertThat(RUNBOOK.stream().flatMap(PrometheusRulesTest::headings)).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static String pageOf(String alert) {
        return RUNBOOK.stream()
                .filter(page -> headings(page).anyMatch(alert::equals))
                .findFirst()
                .orElse("no page");
    }

    private static Stream<String> headings(String page) {
        return ShownMetrics.groups(HEADING, ShownMetrics.read(Path.of(page)));
    }

    @Test
    void everyAlertFiresInATest() {
        String tests = PrometheusRules.TESTS.stream().map(ShownMetrics::read).collect(Collectors.joining());

        assertThat(ShownMetrics.groups(TESTED, tests).collect(Collectors.toSet()))
                .isEqualTo(alerts);
        // the others remain silent during the idle night, when no alert is expected
        assertThat(ShownMetrics.groups(TESTED_SILENT, tests)).isNotEmpty().isSubsetOf(alerts);
    }

    @Test
    void promtoolAcceptsTheRules() throws Exception {
        Promtool.run("check", "rules", PrometheusRules.FILE.toString());
    }

    @Test
    void alertsFireExactlyWhenExpected() throws Exception {
        for (Path tests : PrometheusRules.TESTS) {
            Promtool.run("test", "rules", tests.toString());
        }
    }

    @Test
    void theWindowsOfABurnRateMatch() {
        List<String> fast = expressions("BurnFast");
        List<String> slow = expressions("BurnSlow");

        assertThat(fast)
                .hasSize(2)
                .allMatch(expr -> expr.contains(":ratio1h > 14.4 *") && expr.contains(":ratio5m > 14.4 *"));
        assertThat(slow)
                .hasSize(2)
                .allMatch(expr -> expr.contains(":ratio6h > 6 *") && expr.contains(":ratio30m > 6 *"));
    }

    private List<String> expressions(String suffix) {
        return rules.alerts().stream()
                .filter(rule -> rule.alert().endsWith(suffix))
                .map(PrometheusRules.Rule::expr)
                .toList();
    }
}
