package io.marketbell.cluster.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.cluster.SelfReport;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.cluster.node.TestNodes;
import io.marketbell.database.Connections;
import io.marketbell.database.ProductDatabases;
import io.marketbell.testkit.clock.TestClock;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL. */
class ReportExchangeTest {
    private static DataSource source;

    private final Connections database = new Connections(source);
    private final TestClock clock = new TestClock();

    @BeforeAll
    static void start() {
        source = ProductDatabases.postgres();
    }

    @BeforeEach
    void emptyLog() throws SQLException {
        update("DELETE FROM journal_node");
        update("DELETE FROM journal_head");
        update("INSERT INTO journal_head (id, epoch, head, unclean_through, everyone_expired_through, running)"
                + " VALUES (1, 'e7', 90, 0, 0, TRUE)");
    }

    private void update(String statement) throws SQLException {
        database.read(sql -> sql.update(statement));
    }

    private NodeMembership joined(String name) throws SQLException {
        NodeMembership node = TestNodes.named(name, source);
        node.accept(database.write(sql -> node.join(sql, 91)));
        return node;
    }

    private ReportExchange exchange(NodeMembership node, int connections) {
        return exchange(node, connections, source);
    }

    private ReportExchange exchange(NodeMembership node, int connections, DataSource database) {
        ReportExchange exchange =
                new ReportExchange(new SelfReport(node.settings().node(), 7, node), database, clock);
        exchange.statusFrom(() -> status(connections));
        return exchange;
    }

    private static NodeStatus status(int connections) {
        return new NodeStatus("k3f", "0.2.0", "healthy", connections, 4, -1_500, "UP", 15);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static NodeReport of(String node, ReportExchange exchange) {
        return exchange.latest().nodes().stream()
                .filter(report -> report.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static DataSource unavailableWhile(BooleanSupplier away) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.getAsBoolean()) {
                        throw new SQLException("unavailable", "08001");
                    }
                    return method.invoke(source, arguments);
                });
    }

    @Test
    void nodesSeeTheReportsOfEachOther() throws SQLException {
        ReportExchange a = exchange(joined("a"), 3);
        ReportExchange b = exchange(joined("b"), 5);
        b.figuresFrom(() -> bytes("figures of b"));

        b.run();
        a.run();

        assertThat(a.latest().nodes()).extracting(NodeReport::node).containsExactly("a", "b");
        assertThat(of("a", a).isSelf()).isTrue();
        NodeReport other = of("b", a);
        assertThat(other.isSelf()).isFalse();
        assertThat(other.state()).isEqualTo(NodeReport.RUNNING);
        assertThat(other.status()).isEqualTo(status(5));
        assertThat(other.statusAge()).isLessThan(Duration.ofMinutes(1));
        assertThat(other.figures()).isEqualTo(bytes("figures of b"));
        assertThat(other.since()).isNotNull();
    }

    @Test
    void figuresAreWrittenAndReadOnlyIfThereAreNewerOnes() throws SQLException {
        byte[] first = bytes("first");
        byte[][] figures = {first};
        ReportExchange a = exchange(joined("a"), 3);
        ReportExchange b = exchange(joined("b"), 5);
        b.figuresFrom(() -> figures[0]);
        b.run();
        a.run();
        byte[] read = of("b", a).figures();
        update("UPDATE node_report SET figures = NULL");

        b.run();
        a.run();
        assertThat(of("b", a).figures()).isSameAs(read);

        figures[0] = bytes("second");
        b.run();
        a.run();
        assertThat(of("b", a).figures()).isEqualTo(bytes("second"));
    }

    @Test
    void measurementsAboveTheMaximumSizeAreNotWritten() throws SQLException {
        ReportExchange a = exchange(joined("a"), 3);
        ReportExchange b = exchange(joined("b"), 5);
        b.figuresFrom(() -> new byte[ReportExchange.FIGURES_BYTES_AT_MOST + 1]);

        b.run();
        a.run();

        assertThat(of("b", a).status()).isEqualTo(status(5));
        assertThat(of("b", a).figures()).isNull();
    }

    @Test
    void deadNodeIsListedWithItsLastStatusButWithoutFigures() throws SQLException {
        ReportExchange a = exchange(joined("a"), 3);
        ReportExchange b = exchange(joined("b"), 5);
        b.figuresFrom(() -> bytes("figures of b"));
        b.run();
        update("UPDATE journal_node SET state = 'DEAD', doubt_through = 90 WHERE node = 'b'");

        a.run();

        assertThat(of("b", a).state()).isEqualTo(NodeReport.DEAD);
        assertThat(of("b", a).status()).isEqualTo(status(5));
        assertThat(of("b", a).figures()).isNull();
    }

    @Test
    void reportIsDeletedWithItsNode() throws SQLException {
        ReportExchange a = exchange(joined("a"), 3);
        ReportExchange b = exchange(joined("b"), 5);
        b.run();

        update("DELETE FROM journal_node WHERE node = 'b'");
        a.run();

        assertThat(a.latest().nodes()).extracting(NodeReport::node).containsExactly("a");
        List<String> reports =
                database.read(sql -> sql.list(row -> row.getString(1), "SELECT status FROM node_report"));
        assertThat(reports).hasSize(1);
    }

    @Test
    void anUnavailableDatabaseMakesTheKnownReportsOlder() throws SQLException {
        NodeMembership node = joined("a");
        boolean[] away = {false};
        ReportExchange a = exchange(node, 3, unavailableWhile(() -> away[0]));
        ReportExchange b = exchange(joined("b"), 5);
        b.run();
        a.run();

        away[0] = true;
        clock.advance(Duration.ofMinutes(2));
        a.run();

        assertThat(of("b", a).statusAge()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(of("b", a).heartbeatAge()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(of("a", a).status()).isEqualTo(status(3));
        assertThat(a.latest().asOf()).isEqualTo(clock.instant());
    }

    @Test
    void nodeThatHasNotJoinedListsItselfAndDoesNotUseTheDatabase() {
        ReportExchange a = exchange(TestNodes.named("a", source), 3, unavailableWhile(() -> true));

        a.run();

        assertThat(of("a", a).state()).isEqualTo(NodeReport.JOINING);
        assertThat(a.latest().nodes()).hasSize(1);
    }

    @Test
    void statusOfAnotherFormatCountsAsNone() throws SQLException {
        ReportExchange a = exchange(joined("a"), 3);
        ReportExchange b = exchange(joined("b"), 5);
        b.run();
        update("UPDATE node_report SET status = '[]'");

        a.run();

        assertThat(of("b", a).status()).isNull();
        assertThat(of("b", a).statusAge()).isNull();
    }
}
