package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamReaderTest {
    private final TestClock clock = new TestClock();
    private final FakeOutput wire = new FakeOutput();
    private final StreamReader reader = new StreamReader(wire.async(), wire, clock::nanos, Runnable::run);

    private void offer(String event) {
        reader.offer(event.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingIsWrittenBeforeTheContainerSaysItMayBe() {
        offer("one");
        assertThat(wire.text()).isEmpty();

        reader.onWritePossible();
        assertThat(wire.text()).isEqualTo("one");
    }

    @Test
    void whoeverDoesNotReadMissesWhatIsOldAndHoldsNobodyUp() {
        reader.onWritePossible();
        offer("one ");
        wire.ready = false;
        offer("two ");
        offer("three ");
        clock.advance(Duration.ofSeconds(30));

        assertThat(reader.isStalled()).isTrue();
        assertThat(reader.silentNanos()).isEqualTo(Duration.ofSeconds(30).toNanos());

        wire.ready = true;
        reader.onWritePossible();
        assertThat(wire.text()).isEqualTo("one three ");
        assertThat(reader.isStalled()).isFalse();
    }

    @Test
    void aHeartbeatDoesNotTakeThePlaceOfNews() {
        reader.onWritePossible();
        wire.ready = false;
        offer("news");
        reader.beat("beat".getBytes(StandardCharsets.UTF_8));
        wire.ready = true;
        reader.onWritePossible();

        assertThat(wire.text()).isEqualTo("news");
    }

    @Test
    void aBrokenWireEndsIt() {
        reader.onWritePossible();
        wire.broken = true;
        offer("one");

        assertThat(reader.hasEnded()).isTrue();
        assertThat(wire.completed).isTrue();
    }

    @Test
    void whatTheContainerHasEndedIsNotEndedAgain() {
        reader.gone();
        reader.end();
        offer("late");
        reader.onWritePossible();

        assertThat(wire.completed).isFalse();
        assertThat(wire.text()).isEmpty();
    }
}
