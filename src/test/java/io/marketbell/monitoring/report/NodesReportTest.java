package io.marketbell.monitoring.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.http.problem.ProblemException;
import io.marketbell.monitoring.MonitoredNode;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

class NodesReportTest {
    private final MonitoredNode node = new MonitoredNode();

    private JsonObject body() {
        return node.body(NodesReport.of(node.query(), node.nodes()));
    }

    @Test
    void listsTheNodesAsOfTheTimeOfTheirReports() {
        node.trading();
        JsonObject body = body();

        assertThat(body.getString("as_of")).isEqualTo(node.clock.instant().toString());
        assertThat(body.getInt("window_seconds")).isZero();
        JsonObject self = body.getJsonObject("data").getJsonArray("nodes").getJsonObject(0);
        assertThat(self.getString("name")).isEqualTo("node-1");
        assertThat(self.getBoolean("self")).isTrue();
        assertThat(self.getString("tag")).isEqualTo("k3f");
        assertThat(self.getInt("connections")).isEqualTo(3);
        assertThat(self.getInt("lag")).isEqualTo(3);
        assertThat(self.getJsonNumber("clock_skew_ms").doubleValue()).isEqualTo(-1.204);
        assertThat(self.getString("bus")).isEqualTo("away");
        assertThat(self.getInt("bus_lag_ms")).isEqualTo(15);
        assertThat(self.getString("as_of"))
                .isEqualTo(node.clock.instant().minusSeconds(2).toString());
    }

    @Test
    void nodeWithoutAReportHasNullFigures() {
        JsonArray nodes = body().getJsonObject("data").getJsonArray("nodes");

        JsonObject silent = nodes.getJsonObject(1);
        assertThat(silent.getInt("heartbeat_age_ms")).isEqualTo(800);
        for (String figure : new String[] {
            "tag", "version", "level", "connections", "lag", "clock_skew_ms", "bus", "bus_lag_ms", "as_of"
        }) {
            assertThat(silent.isNull(figure)).as(figure).isTrue();
        }
    }

    @Test
    void equalReportsHaveTheSameBody() {
        assertThat(node.page(new NodesReport(node.nodes()))).isSameAs(node.page(new NodesReport(node.nodes())));
    }

    @Test
    void unknownParametersAreRejected() {
        assertThatThrownBy(() -> NodesReport.of(node.query("state=dead"), node.nodes()))
                .isInstanceOf(ProblemException.class);
    }
}
