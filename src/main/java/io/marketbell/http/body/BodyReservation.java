package io.marketbell.http.body;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The part of the budget reserved for one request's body, and the deadline of the body. Only one thread may read; any
 * thread may close it.
 */
public final class BodyReservation implements AutoCloseable {
    /** Minimum reserved for any body: a slow body occupies a thread with its buffers. */
    static final long MINIMUM = 16 * 1024;

    private static final String ATTRIBUTE = BodyReservation.class.getName();
    private static final long CLOSED = -1;

    private final BodyBudget budget;
    private final LongSupplier nanoClock;
    private final long began;
    private final Duration allowed;
    private final AtomicLong taken = new AtomicLong();

    /** Number of reserved bytes that are needed. */
    private long needed;

    BodyReservation(BodyBudget budget, Duration allowed, LongSupplier nanoClock) {
        this.budget = budget;
        this.allowed = allowed;
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
    }

    /** The reservation of the request; an unlimited one if no filter has set any. */
    public static BodyReservation of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof BodyReservation body ? body : unbounded();
    }

    public static BodyReservation unbounded() {
        return new BodyReservation(new BodyBudget(Long.MAX_VALUE / 2), Duration.ofDays(1), () -> 0);
    }

    void attachTo(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Reserves more bytes for the retained content of the body.
     *
     * @throws ProblemException 413 if this body alone needs more than the whole budget, 503 if other requests use it
     */
    public void charge(long bytes) {
        needed += bytes;
        long held = taken.get();
        if (held == CLOSED || needed <= held) {
            return;
        }
        if (needed > budget.limit()) {
            throw new ProblemException(Problem.of(
                    ProblemType.TOO_LARGE,
                    "the body needs more than " + budget.limit() + " bytes of memory; send it in several requests"));
        }
        long more = Math.max(needed, MINIMUM) - held;
        if (!budget.take(more)) {
            throw new ProblemException(
                    Problem.of(ProblemType.UNAVAILABLE, "too many request bodies are being read; retry later"));
        }
        if (!taken.compareAndSet(held, held + more)) {
            budget.giveBack(more);
        }
    }

    /** @throws ProblemException 408 if the deadline of this body has passed */
    void checkDeadline() {
        if (nanoClock.getAsLong() - began > allowed.toNanos()) {
            throw late();
        }
    }

    ProblemException late() {
        budget.countLate();
        Problem problem = Problem.of(
                ProblemType.TIMEOUT, "the body did not arrive completely within " + allowed.toSeconds() + " seconds");
        // The rest of the body may still be in transit.
        return new ProblemException(problem.header("Connection", List.of("close")));
    }

    /** Returns all reserved bytes. Idempotent. */
    @Override
    public void close() {
        long held = taken.getAndSet(CLOSED);
        if (held > 0) {
            budget.giveBack(held);
        }
    }
}
