package io.marketbell.edge.limit;

import io.marketbell.http.address.Address;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.problem.RetryAfter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The rate limit of the server's own pages (/metrics, /openapi) by client address, on this node. The server loads these
 * pages without the application's libraries, so this limit has its own buckets: {@link AddressCells}.
 */
public final class PageLimit implements EarlyCharge, PageLimitMXBean {
    private static final System.Logger LOG = System.getLogger(PageLimit.class.getName());
    private static final String NAME = "io.marketbell:type=PageLimit";

    private final PageLimitSettings settings;
    private final AddressCells cells;
    private final LongAdder exceeded = new LongAdder();

    /** @param nanoTime a monotonic clock */
    public PageLimit(PageLimitSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.cells = new AddressCells(settings.rate(), settings.burst(), nanoTime);
    }

    @Override
    public boolean admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (settings.isOff()) {
            return true;
        }
        long wait = cells.tryAcquire(Address.client(request.getRemoteAddr()));
        if (wait == 0) {
            return true;
        }
        exceeded.increment();
        if (!settings.isBlocking()) {
            return true;
        }
        Duration delay = Duration.ofNanos(wait);
        ProblemResponse.send(
                Problem.of(
                                ProblemType.QUOTA_EXCEEDED,
                                "rate limit exceeded (pages); retry in " + RetryAfter.seconds(delay) + " s")
                        .members(",\"violated-policies\":[\"pages\"]")
                        .retryAfter(delay),
                request,
                response);
        return false;
    }

    @Override
    public long getExceeded() {
        return exceeded.sum();
    }

    /** Makes the counters of this limit available to {@link #exceededOnThisServer}. */
    public void publish() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName(NAME);
            if (beans.isRegistered(name)) { // by the previous start of the application in the same server
                beans.unregisterMBean(name);
            }
            beans.registerMBean(this, name);
        } catch (JMException e) {
            LOG.log(Level.WARNING, "the counter of the rate limit of /metrics is not available: {0}", e.toString());
        }
    }

    /** Returns {@link #getExceeded} of the limit that was published last; 0 if there is none. */
    public static long exceededOnThisServer() {
        try {
            return (long) ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(NAME), "Exceeded");
        } catch (JMException notPublished) {
            return 0;
        }
    }
}
