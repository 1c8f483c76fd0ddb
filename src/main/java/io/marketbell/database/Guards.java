package io.marketbell.database;

import io.marketbell.database.DatabaseUnavailable.Overloaded;
import io.marketbell.database.DatabaseUnavailable.StatementRejected;
import io.marketbell.database.DatabaseUnavailable.TimedOut;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * The MicroProfile Fault Tolerance policies around every database call. Only reads are retried, and only after a broken
 * connection, which may have been stale. Configurable as {@code io.marketbell.database.Guards/read/Timeout/value} and
 * so on.
 */
@ApplicationScoped
class Guards {
    private static final int WIDTH = 12;
    private static final int WAITING = 100;

    /** Shorter than the {@code @Timeout} values, which are the fallback if the wait does not end by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PATIENCE_WITH_OTHERS = Duration.ofSeconds(4);

    private final DatabaseThreads databaseThreads = new DatabaseThreads(WIDTH, WAITING);

    @Timeout(value = 3, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            failOn = {DatabaseUnavailable.class, TimeoutException.class},
            skipOn = {StatementRejected.class, Overloaded.class})
    @Bulkhead(WAITING)
    @Retry(
            maxRetries = 1,
            delay = 50,
            jitter = 20,
            retryOn = DatabaseUnavailable.class,
            abortOn = {TimedOut.class, StatementRejected.class, Overloaded.class})
    public <T> T read(Supplier<T> work) {
        return databaseThreads.run(work, PATIENCE);
    }

    @Timeout(value = 3, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            failOn = {DatabaseUnavailable.class, TimeoutException.class},
            skipOn = {StatementRejected.class, Overloaded.class})
    @Bulkhead(WAITING)
    public <T> T write(Supplier<T> work) {
        return databaseThreads.run(work, PATIENCE);
    }

    /** For reads that use their own data access: every exception counts as a failure except rejected data and overload. */
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            skipOn = {DataRejected.class, StatementRejected.class, Overloaded.class, BulkheadException.class})
    @Bulkhead(WAITING)
    public <T> T other(Supplier<T> work) {
        return databaseThreads.run(work, PATIENCE_WITH_OTHERS);
    }
}
