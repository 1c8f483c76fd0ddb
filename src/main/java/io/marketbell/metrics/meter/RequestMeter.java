package io.marketbell.metrics.meter;

import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.route.Destination;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.metrics.MetricsService.Timing;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Maps a request to a small, fixed set of tag values and records its metrics. */
public final class RequestMeter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final String[] CLASSES = {"1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final Set<String> PROBLEMS =
            Arrays.stream(ProblemType.values()).map(type -> slug(type.uri())).collect(Collectors.toUnmodifiableSet());

    /** W3C Trace Context, level 1, section 3.2. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final Tagged<? extends Timing> durations;
    private final Tagged<? extends Count> errors;
    private final LongAdder inFlight = new LongAdder();
    private final LongSupplier nanoClock;

    public RequestMeter(MetricsService metrics, LongSupplier nanoClock) {
        this.durations = metrics.timings(Metric.HTTP_REQUEST_DURATION);
        this.errors = metrics.counts(Metric.HTTP_ERRORS);
        this.nanoClock = nanoClock;
        metrics.watch(Metric.HTTP_REQUESTS_IN_FLIGHT, inFlight::sum);
    }

    /** @return the start time in nanoseconds */
    long begin() {
        inFlight.increment();
        return nanoClock.getAsLong();
    }

    /**
     * Records a completed response.
     *
     * @param destination the matched route
     * @param problem the problem type of the response, or null
     * @param traceparent the request's traceparent header, or null
     */
    void end(long began, String method, Destination destination, int status, String problem, String traceparent) {
        inFlight.decrement();
        String route = RouteTag.of(destination, status);
        String methodTag = METHODS.contains(method) ? method : Metric.OTHER;
        int statusClass = Math.min(Math.max(status / 100, 1), 5) - 1;
        durations
                .of(methodTag, route, CLASSES[statusClass])
                .record(nanoClock.getAsLong() - began, traceId(traceparent));
        if (status >= 400) {
            errors.of(route, problem(problem, status)).increment();
        }
    }

    private static String traceId(String traceparent) {
        boolean isValid = traceparent != null
                && traceparent.length() == 55
                && TRACEPARENT.matcher(traceparent).matches();
        return isValid ? traceparent.substring(3, 35) : null;
    }

    private static String problem(String uri, int status) {
        String problem = slug(uri == null ? ProblemType.of(status).uri() : uri);
        return PROBLEMS.contains(problem) ? problem : Metric.OTHER;
    }

    private static String slug(String uri) {
        return uri.substring(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('#')) + 1)
                .toLowerCase(Locale.ROOT);
    }
}
