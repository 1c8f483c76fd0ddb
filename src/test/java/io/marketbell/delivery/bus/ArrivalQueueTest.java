package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ArrivalQueueTest {
    private final ArrivalQueue<String> queue = new ArrivalQueue<>(100);

    @Test
    void itemsAreTakenInTheirOrder() {
        queue.add("a", 10);
        queue.add("b", 10);

        assertThat(queue.bytes()).isEqualTo(20);
        assertThat(queue.takeAll()).containsExactly("a", "b");
        assertThat(queue.bytes()).isZero();
        assertThat(queue.takeAll()).isEmpty();
    }

    @Test
    void anItemThatFindsTheQueueFullDisplacesTheOldestOnes() {
        queue.add("a", 40);
        queue.add("b", 40);
        assertThat(queue.add("c", 20)).isEmpty();

        assertThat(queue.add("d", 50)).containsExactly("a", "b");
        assertThat(queue.takeAll()).containsExactly("c", "d");
    }

    @Test
    void aSingleItemAlwaysFindsRoom() {
        queue.add("a", 10);

        assertThat(queue.add("large", 1_000)).containsExactly("a");
        assertThat(queue.takeAll()).containsExactly("large");
    }

    @Test
    @Timeout(10)
    void waitingEndsWithAnItemOrWithTheTimeOrWithAnInterrupt() {
        long begin = System.nanoTime();
        queue.await(5);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(4));

        Thread adding = new Thread(() -> queue.add("a", 1));
        adding.start();
        queue.await(60_000);
        assertThat(queue.takeAll()).containsExactly("a");

        queue.add("b", 60);
        Thread taking = new Thread(queue::takeAll);
        taking.start();
        queue.awaitRoom(50, 60_000);
        assertThat(queue.bytes()).isZero();

        Thread.currentThread().interrupt();
        queue.await(60_000);
        assertThat(Thread.interrupted()).isFalse();
    }
}
