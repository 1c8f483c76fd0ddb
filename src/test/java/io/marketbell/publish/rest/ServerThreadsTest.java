package io.marketbell.publish.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ServerThreadsTest {
    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final CompletableFuture<String> commit = new CompletableFuture<>();
    private final CompletableFuture<Thread> answered =
            commit.thenApplyAsync(receipt -> Thread.currentThread(), new ServerThreads(server));

    @Test
    void anAnswerRunsOnTheServersThreads() {
        commit.complete("receipt");

        assertThat(answered.join()).isNotSameAs(Thread.currentThread());
        server.shutdown();
    }

    @Test
    void anAnswerIsGivenAlthoughTheServerStops() {
        server.shutdown();

        commit.complete("receipt");

        assertThat(answered.join()).isSameAs(Thread.currentThread());
    }
}
