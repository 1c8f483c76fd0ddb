package io.marketbell.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseThreadsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final DatabaseThreads databaseThreads = new DatabaseThreads(1, 1);
    private final CountDownLatch database = new CountDownLatch(1);
    private final AtomicBoolean interruptedInside = new AtomicBoolean();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void letGo() {
        database.countDown();
    }

    private int slow() {
        try {
            database.await();
        } catch (InterruptedException e) {
            interruptedInside.set(true);
        }
        return done.incrementAndGet();
    }

    private Thread caller(AtomicReference<Throwable> thrown) {
        Thread caller = new Thread(() -> {
            try {
                databaseThreads.run(this::slow, LONG);
            } catch (DatabaseUnavailable e) {
                thrown.set(e);
            }
        });
        caller.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        return caller;
    }

    @Test
    void interruptedCallerReturnsAndTheDatabaseThreadIsNotInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = caller(thrown);

        caller.interrupt();
        caller.join(SECONDS.toMillis(10));

        assertThat(thrown.get()).isInstanceOf(DatabaseUnavailable.class);
        assertThat(done).hasValue(0);
        database.countDown();
        await().atMost(Duration.ofSeconds(10)).until(() -> done.get() == 1);
        assertThat(interruptedInside).isFalse();
    }

    @Test
    void callTimesOutWithoutAnInterrupt() {
        assertThatThrownBy(() -> databaseThreads.run(this::slow, Duration.ofMillis(20)))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(interruptedInside).isFalse();
    }

    @Test
    void abandonedWorkIsNotStarted() throws Exception {
        Thread first = caller(new AtomicReference<>());
        Thread second = caller(new AtomicReference<>());
        second.interrupt();
        second.join(SECONDS.toMillis(10));

        database.countDown();
        first.join(SECONDS.toMillis(10));
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> databaseThreads.run(() -> "through", LONG), "through"::equals);
        assertThat(done).hasValue(1);
    }

    @Test
    void callIsRejectedImmediatelyIfTheQueueIsFull() {
        caller(new AtomicReference<>());
        caller(new AtomicReference<>());

        assertThatThrownBy(() -> databaseThreads.run(() -> 1, LONG)).isInstanceOf(DatabaseUnavailable.Overloaded.class);
    }

    @Test
    void exceptionOfTheWorkIsPassedOn() {
        assertThatThrownBy(() -> databaseThreads.run(
                        () -> {
                            throw new IllegalStateException("planted");
                        },
                        LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("planted");
    }
}
