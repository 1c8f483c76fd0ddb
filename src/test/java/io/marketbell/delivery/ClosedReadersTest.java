package io.marketbell.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClosedReadersTest {
    private static ReaderState closed(int number) {
        return new ReaderState(
                "c" + number,
                "alice",
                Peer.UNKNOWN,
                Instant.EPOCH,
                0,
                0,
                Duration.ZERO,
                0,
                0,
                0,
                Instant.EPOCH,
                CloseReason.GONE);
    }

    @Test
    void theOldestMakeRoomAndTheNewestComeFirst() {
        ClosedReaders readers = new ClosedReaders();
        for (int i = 0; i < ClosedReaders.KEPT + 10; i++) {
            readers.add(closed(i));
        }

        assertThat(readers.newestFirst()).hasSize(ClosedReaders.KEPT);
        assertThat(readers.newestFirst().get(0).id()).isEqualTo("c" + (ClosedReaders.KEPT + 9));
        assertThat(readers.newestFirst().get(ClosedReaders.KEPT - 1).id()).isEqualTo("c10");
    }
}
