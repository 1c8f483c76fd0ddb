package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrafanaDashboardTest {
    private final GrafanaDashboard dashboard = new GrafanaDashboard();

    @Test
    void itUsesMetricsOfTheProduct() {
        ShownMetrics shown = new ShownMetrics();
        dashboard.expressions().forEach(expression -> shown.check(expression, Set.of()));
    }

    @Test
    void promtoolFindsItsExpressionsValid(@TempDir Path directory) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        List<String> expressions = dashboard.expressions();
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("  - record: dashboard:")
                    .append(i)
                    .append("\n    expr: >-\n      ")
                    .append(expressions.get(i))
                    .append('\n');
        }
        Promtool.run(
                "check",
                "rules",
                Files.writeString(directory.resolve("rules.yml"), rules).toString());
    }

    @Test
    void panelsHaveUniqueIdsAndDoNotOverlap() {
        assertThat(dashboard.panels()).extracting(panel -> panel.getInt("id")).doesNotHaveDuplicates();
        List<JsonObject> places = dashboard.panels().stream()
                .map(panel -> panel.getJsonObject("gridPos"))
                .toList();
        for (int i = 0; i < places.size(); i++) {
            assertThat(right(places.get(i))).isLessThanOrEqualTo(24);
            for (int j = 0; j < i; j++) {
                assertThat(overlap(places.get(i), places.get(j)))
                        .as("%s and %s", i, j)
                        .isFalse();
            }
        }
    }

    private static int right(JsonObject place) {
        return place.getInt("x") + place.getInt("w");
    }

    private static int bottom(JsonObject place) {
        return place.getInt("y") + place.getInt("h");
    }

    private static boolean overlap(JsonObject a, JsonObject b) {
        return a.getInt("x") < right(b)
                && b.getInt("x") < right(a)
                && a.getInt("y") < bottom(b)
                && b.getInt("y") < bottom(a);
    }

    @Test
    void everyPanelHasADescriptionAUnitAndTheSelectedDataSource() {
        assertThat(dashboard.charts()).hasSizeGreaterThan(30).allSatisfy(panel -> {
            assertThat(panel.getString("title")).isNotBlank();
            assertThat(panel.getString("description")).isNotBlank();
            assertThat(panel.getJsonObject("fieldConfig")
                            .getJsonObject("defaults")
                            .getString("unit"))
                    .isNotBlank();
            assertThat(panel.getJsonArray("targets")).isNotEmpty();
            assertThat(panel.getJsonObject("datasource").getString("uid")).isEqualTo("${datasource}");
            for (JsonValue target : panel.getJsonArray("targets")) {
                assertThat(target.asJsonObject().getJsonObject("datasource").getString("uid"))
                        .isEqualTo("${datasource}");
            }
        });
        assertThat(dashboard
                        .json()
                        .getJsonObject("templating")
                        .getJsonArray("list")
                        .getValuesAs(JsonObject.class))
                .extracting(variable -> variable.getString("name"))
                .containsExactly("datasource", "job", "instance");
    }

    @Test
    void itsSchemaNeedsNoMigrationInGrafana() {
        assertThat(dashboard.json().getInt("schemaVersion")).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.json().getString("uid")).isEqualTo("marketbell");
        assertThat(dashboard.json().containsKey("id"))
                .as("an id is of one installation")
                .isFalse();
    }
}
