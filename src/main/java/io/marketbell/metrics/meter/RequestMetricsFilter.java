package io.marketbell.metrics.meter;

import io.marketbell.http.route.Destination;
import io.marketbell.http.route.Routes;
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

/**
 * Measures every request to the application. Must be the first filter, so that the time of the other filters is
 * included.
 */
@WebFilter(
        filterName = RequestMetricsFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class RequestMetricsFilter extends HttpFilter {
    /** Filter name in web.xml, which orders the filters. */
    public static final String NAME = "metrics";

    private static final String HEALTH_REPORT = "application/health+json";

    private final transient RequestMeter meter;
    private final transient Routes routes;

    @Inject
    RequestMetricsFilter(RequestMeter meter, Routes routes) {
        this.meter = meter;
        this.routes = routes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Measured measured = new Measured(request, new ProblemTypeDetector(response));
        try {
            chain.doFilter(measured, measured.response);
        } catch (Throwable failure) {
            measured.end(statusOf(failure));
            throw failure;
        }
        if (!measured.isAsync || measured.isStream()) {
            measured.end(response.getStatus());
        }
    }

    /**
     * Returns the status for an exception from the filter chain. The container throws if a file does not exist, and
     * sends 404 after the exception has passed all filters.
     */
    private static int statusOf(Throwable failure) {
        Throwable cause = failure instanceof ServletException wrapped ? wrapped.getRootCause() : failure;
        return cause instanceof FileNotFoundException
                ? HttpServletResponse.SC_NOT_FOUND
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    /**
     * Request wrapper that detects the completion of an asynchronous response. A stream counts as answered when it
     * starts; its lifetime is not a request duration.
     */
    private final class Measured extends HttpServletRequestWrapper implements AsyncListener {
        private final ProblemTypeDetector response;
        private final long began = meter.begin();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean isAsync;

        // Copied, because the container may have recycled the request when an asynchronous response completes.
        private final String method;
        private final Destination destination;
        private final String traceparent;

        Measured(HttpServletRequest request, ProblemTypeDetector response) {
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
         * Returns the status to record. A health report counts as a success even if it reports bad health. Otherwise
         * the health requests would raise the error rate and keep the node unhealthy.
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

        /** Registers the listener before the asynchronous work starts; afterwards it may already be complete. */
        @Override
        public AsyncContext startAsync() {
            return listenTo(super.startAsync());
        }

        @Override
        public AsyncContext startAsync(ServletRequest request, ServletResponse servletResponse) {
            return listenTo(super.startAsync(request, servletResponse));
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
            // the component that started the asynchronous work answers, or the container completes it
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
