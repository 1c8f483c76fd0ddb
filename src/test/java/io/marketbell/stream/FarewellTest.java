package io.marketbell.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FarewellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CompletableFuture<Thread> server = new CompletableFuture<>();

    @Test
    void itBeginsThoughNoServerThreadIsFree() {
        List<Runnable> queue = new ArrayList<>();
        CompletableFuture<Void> said = new CompletableFuture<>();

        new Farewell("test", queue::add, () -> said.complete(null)).say();

        assertThat(said).succeedsWithin(PATIENCE);
        assertThat(queue).hasSize(1);
    }

    @Test
    void aServerThreadWaitsUntilAllIsSaid() throws Exception {
        CompletableFuture<Boolean> waitedFor = new CompletableFuture<>();
        Farewell farewell =
                new Farewell("test", this::inThreadOfTheServers, () -> waitedFor.complete(comesToWait(server.join())));

        farewell.say();

        assertThat(waitedFor).succeedsWithin(PATIENCE).isEqualTo(true);
        server.join().join(PATIENCE.toMillis());
        assertThat(server.join().isAlive()).as("waits for anything else").isFalse();
    }

    private void inThreadOfTheServers(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        server.complete(thread);
    }

    /** Returns when the thread does nothing any more: because it waits, or because it has ended. */
    private static boolean comesToWait(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread.isAlive();
    }

    @Test
    void theProcessIsListenedToOnceAndUntilItIsCalledOff() {
        Farewell farewell = new Farewell("test", Runnable::run, () -> {});

        farewell.listen();
        assertThatIllegalArgumentException()
                .as("what the process says of a second time")
                .isThrownBy(farewell::listen);
        farewell.callOff();

        assertThatCode(farewell::listen).doesNotThrowAnyException();
        farewell.callOff();
    }
}
