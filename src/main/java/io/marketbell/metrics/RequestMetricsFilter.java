package io.marketbell.metrics;

import io.marketbell.routes.Destination;
import io.marketbell.routes.RequestRoutes;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measures every request to the application, with all filters and servlets. Must come first, so that the others' work counts. */
@WebFilter(
        filterName = RequestMetricsFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class RequestMetricsFilter extends HttpFilter {
    /** For web.xml, to order it among the others. */
    public static final String NAME = "metrics";

    private static final String HEALTH_REPORT = "application/health+json";

    private final transient RequestMeter meter;
    private final transient RequestRoutes routes;

    @Inject
    RequestMetricsFilter(RequestMeter meter, RequestRoutes routes) {
        this.meter = meter;
        this.routes = routes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Measured measured = new Measured(request, new ProblemWitness(response));
        try {
            chain.doFilter(measured, measured.response);
        } catch (Throwable failure) {
            measured.end(answerTo(failure));
            throw failure;
        }
        if (!measured.isAsync || measured.isStream()) {
            measured.end(response.getStatus());
        }
    }

    /** The container throws, too, where there is no such file, and answers 404 when that has come out of all filters. */
    private static int answerTo(Throwable failure) {
        Throwable cause = failure instanceof ServletException wrapped ? wrapped.getRootCause() : failure;
        return cause instanceof FileNotFoundException
                ? HttpServletResponse.SC_NOT_FOUND
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    /**
     * A request that notices its end. A stream has answered when it has begun; how long it then lasts is no duration of a
     * request.
     */
    private final class Measured extends HttpServletRequestWrapper implements AsyncListener {
        private final ProblemWitness response;
        private final long began = meter.begin();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean isAsync;

        // Kept, because the container may have recycled the request when an asynchronous answer is complete.
        private final String method;
        private final Destination destination;
        private final String traceparent;

        Measured(HttpServletRequest request, ProblemWitness response) {
            super(request);
            this.response = response;
            this.method = request.getMethod();
            this.destination = routes.of(request);
            this.traceparent = request.getHeader("traceparent");
        }

        boolean isStream() {
            String type = response.getContentType();
            return type != null && type.startsWith("text/event-stream");
        }

        /**
         * A report of ill health is as good an answer as one of good health; counted as a failure, it would keep the share
         * of failures up, and with it the ill health.
         */
        private int counted(int status) {
            String type = response.getContentType();
            return type != null && type.startsWith(HEALTH_REPORT) ? HttpServletResponse.SC_OK : status;
        }

        void end(int status) {
            if (ended.compareAndSet(false, true)) {
                meter.end(began, method, destination, counted(status), response.problem(), traceparent);
            }
        }

        /** Listened to from its first moment: later it may be complete already. */
        @Override
        public AsyncContext startAsync() {
            return listenTo(super.startAsync());
        }

        @Override
        public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
            return listenTo(super.startAsync(request, answer));
        }

        private AsyncContext listenTo(AsyncContext async) {
            isAsync = true;
            async.addListener(this);
            return async;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(response.getStatus());
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // the servlet that started it answers, or the container completes it
        }

        @Override
        public void onError(AsyncEvent event) {
            end(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
