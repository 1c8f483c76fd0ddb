package io.marketbell.monitoring.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.health.HealthLevel;
import io.marketbell.http.sse.EventStream;
import io.marketbell.monitoring.FakeOutput;
import io.marketbell.monitoring.MonitoredNode;
import io.marketbell.monitoring.cache.ReportCache;
import io.marketbell.monitoring.query.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotStreamsTest {
    private static final String EVENT = "event: snapshot\n";

    private final MonitoredNode node = new MonitoredNode().trading();
    private final SnapshotStreams streams = new SnapshotStreams(node.cache, node.clock, Runnable::run, 2);

    private FakeOutput join(String credential, Instant expiresAt) {
        return join(credential, expiresAt, Scope.NODE);
    }

    private FakeOutput join(String credential, Instant expiresAt, Scope scope) {
        FakeOutput wire = new FakeOutput();
        SnapshotStreamClient client =
                new SnapshotStreamClient(new EventStream(wire.async(), wire), node.clock::nanos, Runnable::run);
        assertThat(streams.enter()).isTrue();
        streams.add(client, credential, expiresAt, scope);
        return wire;
    }

    private static long events(FakeOutput wire) {
        return wire.text().lines().filter("event: snapshot"::equals).count();
    }

    @Test
    void aNewClientGetsTheCurrentSnapshotAndThenEachNewOne() {
        streams.sendAll();
        FakeOutput wire = join("key", null);
        assertThat(wire.text()).startsWith(EVENT + "id: 2026-11-23T10:15:43Z\ndata: {\"as_of\":");
        assertThat(wire.text()).endsWith("}\n\n");

        streams.sendAll();
        assertThat(events(wire)).isEqualTo(1);

        node.next();
        streams.sendAll();
        streams.sendAll();
        assertThat(events(wire)).isEqualTo(2);
    }

    @Test
    void eachClientGetsTheScopeThatItRequested() {
        node.reports.reported = node.nodes();
        FakeOutput ofNode = join("key", null);
        FakeOutput ofCluster = join("key", null, Scope.CLUSTER);

        node.next();
        streams.sendAll();

        assertThat(events(ofNode)).isEqualTo(2);
        assertThat(ofNode.text()).doesNotContain("\"missing\"");
        assertThat(events(ofCluster)).isEqualTo(2);
        assertThat(ofCluster.text().lines().filter(line -> line.contains("\"missing\":[\"node-2\"]")))
                .hasSize(2);
    }

    @Test
    void aSnapshotIsSentAfterItsHealthEvaluationOrALimitedWait() {
        streams.sendAll();
        FakeOutput wire = join("key", null);
        var before = node.state;
        node.next();
        node.state = before;

        streams.sendAll();
        assertThat(events(wire)).isEqualTo(1);
        node.state = node.state(HealthLevel.DEGRADED);
        streams.sendAll();
        assertThat(events(wire)).isEqualTo(2);
        assertThat(wire.text()).contains("\"level\":\"degraded\"");

        before = node.state;
        node.next();
        node.state = before;
        streams.sendAll();
        streams.sendAll();
        streams.sendAll();
        assertThat(events(wire)).isEqualTo(3);
    }

    @Test
    void anIdleStreamSendsHeartbeats() {
        streams.sendAll();
        FakeOutput wire = join("key", null);
        node.clock.advance(Duration.ofSeconds(6));
        streams.sendAll();

        assertThat(wire.text()).endsWith(": heartbeat\n\n");
    }

    @Test
    void theNumberOfClientsIsLimitedAndALeavingClientFreesItsPlace() {
        FakeOutput first = join("key", null);
        join("key", null);
        assertThat(streams.enter()).isFalse();

        first.broken = true;
        node.next();
        streams.sendAll();
        streams.sendAll();
        streams.sendAll();
        assertThat(streams.enter()).isTrue();
    }

    @Test
    void aStreamEndsWithItsCredential() {
        FakeOutput revoked = join("revoked key", null);
        FakeOutput expiring = join("token", node.clock.instant().plusSeconds(5));
        streams.revoke(Set.of("revoked key"));
        assertThat(revoked.completed).isTrue();
        assertThat(expiring.completed).isFalse();

        node.clock.advance(Duration.ofSeconds(5));
        streams.sendAll();
        assertThat(expiring.completed).isTrue();
    }

    @Test
    void aClientThatBlocksAWriteIsDisconnected() {
        FakeOutput stuck = join("key", null);
        stuck.meanwhile = () -> {
            stuck.meanwhile = () -> {};
            streams.sendAll();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            node.clock.advance(Duration.ofSeconds(10));
            streams.sendAll();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        };
        node.next();
        streams.sendAll();

        assertThat(stuck.completed).isTrue();
        assertThat(streams.enter()).isTrue();
    }

    @Test
    void shutdownEndsAllStreamsAndRejectsNewClients() {
        FakeOutput wire = join("key", null);
        assertThat(streams.close()).as("all streams have ended").isTrue();

        assertThat(wire.completed).isTrue();
        assertThat(streams.enter()).isFalse();
    }

    @Test
    void shutdownReportsStreamsThatAreStillBeingWritten() {
        FakeOutput stuck = join("key", null);
        List<Boolean> disconnected = new ArrayList<>();
        stuck.meanwhile = () -> {
            stuck.meanwhile = () -> {};
            disconnected.add(streams.close());
        };
        node.next();
        streams.sendAll();

        disconnected.add(streams.close());
        assertThat(disconnected).containsExactly(false, true);
    }

    @Test
    void aClientWhoseFirstSnapshotCannotBeMadeGivesItsPlaceBackAndEnds() {
        ReportCache withoutMoments = new ReportCache(null, null, null, null, node.clock, "here", null);
        SnapshotStreams failing = new SnapshotStreams(withoutMoments, node.clock, Runnable::run, 1);
        FakeOutput wire = new FakeOutput();
        SnapshotStreamClient client =
                new SnapshotStreamClient(new EventStream(wire.async(), wire), node.clock::nanos, Runnable::run);
        assertThat(failing.enter()).isTrue();

        assertThatThrownBy(() -> failing.add(client, "key", null, Scope.NODE)).isInstanceOf(NullPointerException.class);

        assertThat(wire.completed).isTrue();
        assertThat(failing.enter()).isTrue();
    }
}
