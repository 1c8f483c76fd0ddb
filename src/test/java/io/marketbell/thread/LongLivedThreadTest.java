package io.marketbell.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongLivedThreadTest {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger runs = new AtomicInteger();

    /** Threads created by {@link #factory}; some never run, as if they had been killed immediately. */
    private final List<Thread> made = new CopyOnWriteArrayList<>();

    private volatile int stillborn;
    private volatile boolean exhausted;
    private final ThreadFactory factory = task -> {
        if (exhausted) {
            throw new OutOfMemoryError("planted: unable to create native thread");
        }
        Thread thread = new Thread(made.size() < stillborn ? () -> {} : task);
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    };

    @AfterEach
    void end() {
        closed.set(true);
        made.forEach(LockSupport::unpark);
    }

    private LongLivedThread start(String name, Runnable body) {
        LongLivedThread thread = new LongLivedThread(name, factory, body, closed::get);
        thread.start();
        return thread;
    }

    private void parkUntilClosed() {
        runs.incrementAndGet();
        while (!closed.get()) {
            LockSupport.park(this);
        }
    }

    @Test
    void aBodyThatThrowsIsRecordedAndRunAgainByTheSameThread() {
        start("throwing", () -> {
            if (runs.get() < 3) {
                runs.incrementAndGet();
                throw new StackOverflowError("planted");
            }
            parkUntilClosed();
        });

        await().until(() -> runs.get() == 4);
        assertThat(made).hasSize(1);
        assertThat(ThreadFaults.of("throwing").count()).isEqualTo(3);
        assertThat(ThreadFaults.counts()).containsEntry("throwing", 3L);
    }

    @Test
    void aBodyThatReturnsBeforeItsOwnerIsClosedIsRunAgain() {
        start("returning", () -> {
            if (runs.incrementAndGet() > 2) {
                parkUntilClosed();
            }
        });

        await().until(() -> runs.get() >= 3);
        assertThat(made).hasSize(1);
    }

    @Test
    void aLostThreadIsReplacedAndCounted() {
        stillborn = 1;
        LongLivedThread thread = start("lost", this::parkUntilClosed);
        await().until(thread::hasEnded);

        assertThat(thread.ensureAlive()).isTrue();

        await().until(() -> runs.get() == 1);
        assertThat(ThreadFaults.of("lost").replacements()).isEqualTo(1);
        assertThat(thread.hasEnded()).isFalse();
    }

    @Test
    void aThreadThatCannotBeReplacedIsReportedAsEndedUntilItIs() {
        stillborn = 1;
        LongLivedThread thread = start("irreplaceable", this::parkUntilClosed);
        await().until(thread::hasEnded);

        exhausted = true;
        assertThat(thread.ensureAlive()).isFalse();
        assertThat(thread.hasEnded()).isTrue();

        exhausted = false;
        assertThat(thread.ensureAlive()).isTrue();
        await().until(() -> runs.get() == 1);
    }

    @Test
    void aThreadThatIsClosedEndsAndIsNotReplaced() {
        LongLivedThread thread = start("closed", this::parkUntilClosed);
        await().until(() -> runs.get() == 1);

        closed.set(true);
        thread.unpark();

        await().until(thread::hasEnded);
        assertThat(thread.ensureAlive()).isTrue();
        assertThat(made).hasSize(1);
    }

    @Test
    void aPeriodicTaskThatThrowsRemainsScheduled() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(factory);
        PeriodicTask task = new PeriodicTask("periodic", () -> {
            if (runs.incrementAndGet() < 3) {
                throw new StackOverflowError("planted");
            }
        });
        task.withFixedDelay(timer, 0, 1, TimeUnit.MILLISECONDS);

        await().until(() -> runs.get() > 3);
        assertThat(ThreadFaults.of("periodic").count()).isEqualTo(2);
        timer.shutdownNow();
    }

    @Test
    void aRepeatedErrorIsLoggedOnceAMinute() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler listening = listener(logged);
        Logger log = Logger.getLogger(ThreadFaults.class.getName());
        log.addHandler(listening);
        AtomicLong nanos = new AtomicLong();
        ThreadFaults faults = new ThreadFaults("repeating", nanos::get);

        for (int i = 0; i < 100; i++) {
            faults.record(new IllegalStateException("planted"));
        }
        assertThat(logged).hasSize(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        faults.record(new IllegalStateException("planted"));

        assertThat(logged).hasSize(2);
        assertThat(faults.count()).isEqualTo(101);
        log.removeHandler(listening);
    }

    private static Handler listener(List<LogRecord> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getMessage().contains("repeating")) {
                    logged.add(entry);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
