package io.marketbell.monitoring.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.sse.EventStream;
import io.marketbell.monitoring.FakeOutput;
import io.marketbell.testkit.clock.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class SnapshotStreamClientTest {
    private final TestClock clock = TestClock.at("2026-11-23T10:15:30Z");
    private final FakeOutput wire = new FakeOutput();

    /** Tasks that have not been started. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    private final SnapshotStreamClient client =
            new SnapshotStreamClient(new EventStream(wire.async(), wire), clock::nanos, tasks::add);

    private static byte[] bytes(String event) {
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private void offer(String event) {
        client.offer(bytes(event));
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void offeringDoesNotWriteAndOneThreadAtATimeWrites() {
        offer("one ");
        offer("two ");
        assertThat(wire.text()).isEmpty();
        assertThat(tasks).hasSize(1);

        run();
        assertThat(wire.text()).as("a newer event replaces the queued one").isEqualTo("two ");
        assertThat(client.isBeingWrittenTo()).isFalse();
    }

    @Test
    void anEventOfferedDuringAWriteIsWrittenNext() {
        offer("one ");
        wire.meanwhile = () -> {
            wire.meanwhile = () -> {};
            offer("two ");
            offer("three ");
        };
        run();

        assertThat(wire.text()).isEqualTo("one three ");
    }

    @Test
    void aHeartbeatDoesNotReplaceAnEvent() {
        offer("news");
        client.beat(bytes("beat"));
        run();

        assertThat(wire.text()).isEqualTo("news");
    }

    @Test
    void aConnectionErrorEndsTheStream() {
        wire.broken = true;
        offer("one");
        run();

        assertThat(client.hasEnded()).isTrue();
        assertThat(wire.completed).isTrue();
    }

    @Test
    void aWriteThatTakesTooLongIsInterruptedAndTheThreadRemainsUsable() {
        offer("one");
        wire.meanwhile = () -> {
            clock.advance(Duration.ofSeconds(12));
            assertThat(client.isBeingWrittenTo()).isTrue();
            assertThat(client.unchangedNanos()).isEqualTo(Duration.ofSeconds(12).toNanos());
            client.end();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(wire.completed).as("not completed during a write").isFalse();
        };
        run();

        assertThat(client.hasEnded()).isTrue();
        assertThat(wire.completed).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aStreamEndedByTheContainerIsNotEndedAgain() {
        offer("one");
        client.disconnected();
        client.end();
        offer("late");
        run();

        assertThat(wire.completed).isFalse();
        assertThat(wire.text()).isEmpty();
    }
}
