package io.marketbell.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.EngineReports;
import io.marketbell.database.Connections;
import io.marketbell.database.ProductDatabases;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseReportsTest {
    private static final Duration TURN = Duration.ofSeconds(15);

    private static DataSource source;

    private final Connections database = new Connections(source);
    private DatabaseReports a;
    private DatabaseReports b;

    @BeforeAll
    static void start() {
        source = ProductDatabases.postgres();
    }

    @BeforeEach
    void join() throws SQLException {
        update("DELETE FROM journal_node");
        a = join("a");
        b = join("b");
    }

    private void update(String statement) throws SQLException {
        database.read(sql -> sql.update(statement));
    }

    private DatabaseReports join(String name) throws SQLException {
        NodeMembership node = TestNodes.named(name, source);
        node.accept(database.write(sql -> node.join(sql, 1)));
        return new DatabaseReports(source, node::incarnation);
    }

    @Test
    void aNodeReadsWhenAnotherNodeLastReachedRedis() throws SQLException {
        assertThat(a.exchange(Duration.ZERO)).contains(EngineReports.NEVER);
        assertThat(b.exchange(Duration.ofSeconds(30)).orElseThrow()).isLessThan(Duration.ofSeconds(20));
        assertThat(a.exchange(Duration.ZERO).orElseThrow()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));

        update("UPDATE journal_node SET state = 'DEAD' WHERE node = 'b'");
        assertThat(a.exchange(Duration.ZERO)).contains(EngineReports.NEVER);
    }

    @Test
    void oneNodeAtATimeHasTheTurn() throws SQLException {
        assertThat(a.takeTurn(TURN)).isTrue();
        assertThat(b.takeTurn(TURN)).isFalse();
        assertThat(a.takeTurn(TURN)).isTrue();

        update("UPDATE journal_node SET leaving_until = leaving_until - 15000000");
        assertThat(b.takeTurn(TURN)).isTrue();
        assertThat(a.takeTurn(TURN)).isFalse();
    }

    @Test
    void aNodeWithoutARowHasNoTurn() {
        assertThat(new DatabaseReports(source, () -> "").takeTurn(TURN)).isFalse();
    }
}
