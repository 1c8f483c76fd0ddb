package io.marketbell.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What is to be said to readers before the process ends. The server does not tell applications before it has cut their
 * connections; so the process itself is listened to. But the server waits for what its own threads are doing: so one of
 * them waits until all is said, which begins at once, in a thread of its own, however busy the server's may be.
 */
public final class Farewell {
    private final String name;
    private final Executor serverThreads;
    private final Runnable words;
    private final Thread exit;

    /** @param name for its threads */
    public Farewell(String name, Executor serverThreads, Runnable words) {
        this.name = name;
        this.serverThreads = serverThreads;
        this.words = words;
        this.exit = new Thread(this::say, name + "-exit");
    }

    /** From now on it is said when the process ends. */
    public void listen() {
        Runtime.getRuntime().addShutdownHook(exit);
    }

    /** From now on it is not, unless the process is ending already. */
    public void callOff() {
        try {
            Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException e) {
            // the process is ending: it is being said, or was
        }
    }

    void say() {
        CompletableFuture<Void> said =
                CompletableFuture.runAsync(words, task -> new Thread(task, name + "-farewell").start());
        serverThreads.execute(said::join);
    }
}
