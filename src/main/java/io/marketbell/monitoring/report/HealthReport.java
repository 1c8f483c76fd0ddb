package io.marketbell.monitoring.report;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.json.JsonMembers;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.util.List;
import java.util.stream.Collectors;

/** Health in the format of draft-inadarei-api-health-check-06, plus the members of the common envelope. */
public record HealthReport() implements Report {
    public static final String MEDIA_TYPE = "application/health+json";

    /**
     * The draft requires an error status for {@code fail}. The metrics do not count it as an error; see
     * io.marketbell.metrics.
     */
    private static final int FAIL = 503;

    public static HealthReport of(ReportQuery query) {
        query.only(Scope.PARAMETER);
        query.requireValid();
        return new HealthReport();
    }

    @Override
    public Body answer(MonitoringState moment) {
        HealthState state = moment.state();
        int status = state.level() == HealthLevel.UNHEALTHY ? FAIL : Body.OK;
        return new Body(
                status,
                MEDIA_TYPE,
                null,
                report(state).build(),
                MINUTE.length(),
                null,
                HealthJson.state(state).build());
    }

    private static JsonMembers report(HealthState state) {
        JsonMembers checks = new JsonMembers();
        state.findings().forEach(finding -> checks.add(name(finding), List.of(check(finding, state))));
        return new JsonMembers()
                .add("status", word(state.level()))
                .add("version", "1")
                .add("serviceId", "marketbell")
                .add("description", description(state))
                .add(
                        "notes",
                        state.findings().stream()
                                .filter(finding -> finding.value() == null)
                                .map(finding ->
                                        finding.name() + ": " + finding.samples() + " samples are too few to judge"))
                .add("checks", checks);
    }

    private static String description(HealthState state) {
        List<String> bad = state.findings().stream()
                .filter(finding -> finding.level() != HealthLevel.HEALTHY)
                .map(HealthFinding::name)
                .toList();
        return state.level().word() + bad.stream().collect(Collectors.joining(", ", bad.isEmpty() ? "" : ": ", ""));
    }

    /** Returns the component and its measurement, separated by a colon, such as {@code database:reachable}. */
    private static String name(HealthFinding finding) {
        int joint = finding.name().indexOf('_');
        if (joint > 0) {
            return finding.name().substring(0, joint) + ":" + finding.name().substring(joint + 1);
        }
        return finding.name() + ":responseTime";
    }

    private static JsonMembers check(HealthFinding finding, HealthState state) {
        return new JsonMembers()
                .add("componentType", HealthJson.isOfDatabase(finding) ? "datastore" : "component")
                .addPresent("observedValue", RoundedNumber.of(finding.value()))
                .addPresent("observedUnit", finding.value() == null ? null : finding.unit())
                .add("status", word(finding.level()))
                .add("time", state.asOf());
    }

    private static String word(HealthLevel level) {
        return switch (level) {
            case HEALTHY -> "pass";
            case DEGRADED -> "warn";
            case UNHEALTHY -> "fail";
        };
    }
}
