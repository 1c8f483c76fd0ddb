package io.marketbell.monitoring.merge;

import io.marketbell.health.Alert;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.json.JsonMembers;
import io.marketbell.json.StrictJson;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ConnectionCounts;
import io.marketbell.monitoring.report.HealthJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements of a node, except its snapshot, as a JSON text. Unknown members are ignored. */
final class FiguresJson {
    private static final int DEPTH = 8;

    private FiguresJson() {}

    static String of(NodeFigures figures) {
        ConnectionCounts connections = figures.connections();
        return new JsonMembers()
                .add(
                        "health",
                        HealthJson.state(figures.health())
                                .add("as_of", figures.health().asOf()))
                .add("alerts", figures.alerts().stream().map(AlertsReport::alert))
                .add("open", connections.open())
                .add("users", connections.users())
                .add("closed", connections.endings())
                .build()
                .toString();
    }

    /** @throws IllegalArgumentException if the text does not describe the measurements of a node */
    static NodeFigures read(String text, Snapshot snapshot) {
        JsonObject json = StrictJson.object(text, DEPTH);
        if (json == null) {
            throw new IllegalArgumentException("the measurements of a node are not a JSON object");
        }
        try {
            Map<String, Long> closed = new LinkedHashMap<>();
            json.getJsonObject("closed")
                    .forEach((reason, count) -> closed.put(reason, ((JsonNumber) count).longValue()));
            return new NodeFigures(
                    snapshot,
                    health(json.getJsonObject("health")),
                    json.getJsonArray("alerts").getValuesAs(FiguresJson::alert),
                    new ConnectionCounts(number(json, "open"), number(json, "users"), closed));
        } catch (ClassCastException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException("the measurements of a node have other members", e);
        }
    }

    private static HealthState health(JsonObject json) {
        List<HealthFinding> findings = json.getJsonArray("findings").getValuesAs(FiguresJson::finding);
        return new HealthState(
                level(json), time(json, "since"), time(json, "as_of"), json.getBoolean("durable"), findings);
    }

    private static HealthFinding finding(JsonObject json) {
        return new HealthFinding(
                json.getString("name"),
                level(json),
                fraction(json, "value"),
                json.getString("unit"),
                fraction(json, "degraded_above"),
                fraction(json, "unhealthy_above"),
                number(json, "samples"),
                time(json, "since"));
    }

    private static Alert alert(JsonObject json) {
        return new Alert(
                json.getString("name"),
                json.getString("severity"),
                json.getString("state"),
                time(json, "since"),
                fraction(json, "value"),
                fraction(json, "threshold"),
                json.getString("unit", null),
                json.getString("summary", null),
                json.getString("action", null),
                json.getString("runbook", null));
    }

    private static HealthLevel level(JsonObject json) {
        String word = json.getString("level");
        return Arrays.stream(HealthLevel.values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown health level " + word));
    }

    private static Instant time(JsonObject json, String name) {
        return Instant.parse(json.getString(name));
    }

    private static long number(JsonObject json, String name) {
        return json.getJsonNumber(name).longValue();
    }

    private static Double fraction(JsonObject json, String name) {
        return json.isNull(name) ? null : json.getJsonNumber(name).doubleValue();
    }
}
