package io.marketbell.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.Alert;
import io.marketbell.health.Health;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.health.RuntimeStatus.ThreadReading;
import io.marketbell.health.watch.ScriptedRuntimeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthProbesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");

    private final ScriptedRuntimeStatus vitals = new ScriptedRuntimeStatus();
    private HealthLevel level = HealthLevel.HEALTHY;
    private int deadlocked;
    private final Health health = new Health() {
        @Override
        public HealthState state() {
            HealthFinding api = new HealthFinding("api", level, 1.25, "seconds", 1.0, 2.0, 100, NOW);
            return new HealthState(level, NOW, NOW, true, List.of(api));
        }

        @Override
        public List<Alert> alerts() {
            return List.of();
        }
    };
    private final HealthProbes probes = new HealthProbes(health, vitals, Duration.ofSeconds(30), () -> deadlocked);

    private void silent(String name, Duration silence) {
        vitals.threads.add(new ThreadReading(name, false, silence));
    }

    @Test
    void aHealthyNodePassesAllChecksAndShowsItsLevelAndFigures() {
        assertThat(probes.started().isUp()).isTrue();
        assertThat(probes.live().isUp()).isTrue();
        assertThat(probes.ready().isUp()).isTrue();
        assertThat(probes.live().figures()).containsEntry("level", "healthy").containsEntry("watched", 1L);
        assertThat(probes.ready().figures())
                .containsEntry("level", "healthy")
                .containsEntry("durable", true)
                .containsEntry("connections", 3L)
                .containsEntry("api_p95_ms", 1_250L);
    }

    @Test
    void aNodeThatLeavesTheClusterIsNotReadyButAlive() {
        assertThat(probes.ready().figures()).containsEntry("leaving", false).doesNotContainKey("leaving_reason");

        vitals.leaving = "Redis is away here";

        assertThat(probes.ready().isUp()).isFalse();
        assertThat(probes.ready().figures())
                .containsEntry("leaving", true)
                .containsEntry("leaving_reason", vitals.leaving);
        assertThat(probes.live().isUp()).isTrue();
    }

    @Test
    void aNodeThatIsLoadingLastValuesIsNotReadyButAlive() {
        vitals.lastValues = false;

        assertThat(probes.ready().isUp()).isFalse();
        assertThat(probes.ready().figures()).containsEntry("loading", true);
        assertThat(probes.live().isUp()).isTrue();
        assertThat(probes.started().isUp()).isTrue();
    }

    @Test
    void aLostDatabaseIsShownAndFailsNoCheck() {
        vitals.reachable = false;
        level = HealthLevel.UNHEALTHY;

        assertThat(probes.started().isUp()).isTrue();
        assertThat(probes.live().isUp()).isTrue();
        assertThat(probes.live().figures()).containsEntry("level", "unhealthy");
        assertThat(probes.ready().isUp()).isTrue();
        assertThat(probes.ready().figures())
                .containsEntry("level", "unhealthy")
                .containsEntry("durable", false)
                .containsEntry("database", "away");
    }

    @Test
    void aRefusedNodeIsNotReadyAndShowsTheReasonButNeedsNoRestart() {
        vitals.refusal = "node k3 has the name of this node";
        vitals.reachable = false;

        assertThat(probes.ready().isUp()).isFalse();
        assertThat(probes.ready().figures())
                .containsEntry("refused", true)
                .containsEntry("refusal", "node k3 has the name of this node");
        assertThat(probes.live().isUp()).isTrue();
        assertThat(probes.started().isUp()).isTrue();
    }

    @Test
    void aNodeWithoutItsBusStaysReadyAndShowsTheReasonOfItsLevel() {
        assertThat(probes.ready().figures()).doesNotContainKeys("bus", "nodes_expected", "level_reasons");
        vitals.hasBus = true;
        vitals.busUp = false;
        vitals.nodesExpected = 3;
        level = HealthLevel.DEGRADED;

        assertThat(probes.ready().isUp()).isTrue();
        assertThat(probes.ready().figures())
                .containsEntry("bus", "away")
                .containsEntry("nodes", 1L)
                .containsEntry("nodes_expected", 3L)
                .containsEntry("level_reasons", "api");
    }

    @Test
    void startupWaitsForADatabaseMigration() {
        vitals.schema = false;
        vitals.reachable = false;
        vitals.opening = true;

        assertThat(probes.started().isUp()).isFalse();
        assertThat(probes.started().figures()).containsEntry("schema", "migrating");
        assertThat(probes.ready().isUp()).isFalse();
        assertThat(probes.live().isUp()).isTrue();
    }

    @Test
    void startupDoesNotWaitForAnUnreachableDatabase() {
        vitals.schema = false;
        vitals.reachable = false;

        assertThat(probes.started().isUp()).isTrue();
        assertThat(probes.started().figures()).containsEntry("schema", "waiting for the database");
        assertThat(probes.ready().isUp()).isTrue();
    }

    @Test
    void aThreadThatIgnoresPendingWorkIsNotAlive() {
        silent("writers", Duration.ofSeconds(30));
        assertThat(probes.live().isUp()).isTrue();

        silent("dispatcher 2", Duration.ofSeconds(31));
        assertThat(probes.live().isUp()).isFalse();
        assertThat(probes.live().figures())
                .containsEntry("stuck", "dispatcher 2")
                .containsEntry("longest_silence_ms", 31_000L);
    }

    @Test
    void anEndedThreadIsNotAlive() {
        vitals.threads.add(new ThreadReading("batch timer", true, Duration.ZERO));

        assertThat(probes.live().isUp()).isFalse();
        assertThat(probes.live().figures()).containsEntry("stuck", "batch timer");
        assertThat(probes.started().isUp()).isFalse();
    }

    @Test
    void deadlockedThreadsAreNotAlive() {
        deadlocked = 2;

        assertThat(probes.live().isUp()).isFalse();
        assertThat(probes.live().figures()).containsEntry("deadlock", true).containsEntry("deadlocked_threads", 2L);
    }

    @Test
    void aJournalWhoseWriterHasEndedNeedsARestart() {
        vitals.written = false;

        assertThat(probes.live().isUp()).isFalse();
        assertThat(probes.ready().figures()).containsEntry("durable", false);
    }

    @Test
    void aStoppingNodeIsNotReadyAndIsNotRestarted() {
        vitals.shuttingDown = true;
        vitals.written = false;
        vitals.threads.add(new ThreadReading("batch timer", true, Duration.ZERO));

        assertThat(probes.ready().isUp()).isFalse();
        assertThat(probes.live().isUp()).isTrue();
        assertThat(probes.started().isUp()).isTrue();
    }

    @Test
    void aFullNodeIsNotReady() {
        vitals.connections = 9;
        assertThat(probes.ready().isUp()).isTrue();

        vitals.connections = 10;
        assertThat(probes.ready().isUp()).isFalse();
        assertThat(probes.ready().figures()).containsEntry("full", true).containsEntry("connections_at_most", 10L);
        assertThat(probes.live().isUp()).isTrue();
    }
}
