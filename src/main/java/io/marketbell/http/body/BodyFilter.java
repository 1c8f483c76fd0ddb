package io.marketbell.http.body;

import io.marketbell.http.address.Address;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.problem.RetryAfter;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits every request body, for JAX-RS and servlets: by the budget of the node, which a request returns when it is
 * answered, by a deadline, and by the number of bodies that its user transfers at the same time, or its address if it is
 * not authenticated. Decompresses bodies, so that the limits apply to the content.
 */
@WebFilter(
        filterName = BodyFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class BodyFilter extends HttpFilter {
    /** The name in web.xml, which orders the filters. */
    public static final String NAME = "bodies";

    /** Closes the connection, because the body is still in transit. */
    private static final Problem TOO_MANY = Problem.of(
                    ProblemType.QUOTA_EXCEEDED,
                    "too many request bodies of this user or address are in transit; retry later")
            .retryAfter(RetryAfter.UNAVAILABLE)
            .header("Connection", List.of("close"));

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final transient BodyBudget budget;
    private final transient BodiesInFlight inFlight;
    private final transient Duration allowed;

    @Inject
    BodyFilter(
            BodyBudget budget,
            BodiesInFlight inFlight,
            @ConfigProperty(name = "marketbell.requests.body.seconds", defaultValue = "60") long seconds) {
        this.budget = budget;
        this.inFlight = inFlight;
        this.allowed = Duration.ofSeconds(seconds);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (WITHOUT_BODY.contains(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        ContentCoding coding;
        try {
            coding = ContentCoding.of(request.getHeaders("Content-Encoding"));
        } catch (ProblemException unsupported) {
            ProblemResponse.send(unsupported.problem(), request, response);
            return;
        }
        Runnable leave = inFlight.enter(sender(request));
        if (leave == null) {
            ProblemResponse.send(TOO_MANY, request, response);
            return;
        }
        BodyReservation body = new BodyReservation(budget, allowed, System::nanoTime);
        body.attachTo(request);
        Bounded bounded = new Bounded(request, coding, body, leave);
        try {
            chain.doFilter(bounded, response);
        } finally {
            leave.run();
            bounded.release();
            closeWhenAnswered(request, body);
        }
    }

    private static String sender(HttpServletRequest request) {
        Principal user = request.getUserPrincipal();
        return user == null ? "address:" + Address.client(request.getRemoteAddr()) : "user:" + user.getName();
    }

    /** The content may be needed until a commit; another thread completes the request then. */
    private static void closeWhenAnswered(HttpServletRequest request, BodyReservation body) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Closing(body));
                return;
            }
        } catch (IllegalStateException e) {
            // The request has been answered meanwhile.
        }
        body.close();
    }

    private record Closing(BodyReservation body) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            body.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            body.close();
        }

        @Override
        public void onError(AsyncEvent event) {
            body.close();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    private static final class Bounded extends HttpServletRequestWrapper {
        private final ContentCoding coding;
        private final BodyReservation body;
        private final Runnable leave;
        private ServletInputStream stream;

        Bounded(HttpServletRequest request, ContentCoding coding, BodyReservation body, Runnable leave) {
            super(request);
            this.coding = coding;
            this.body = body;
            this.leave = leave;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (stream == null) {
                BodyStream sent = new BodyStream(super.getInputStream(), body, leave);
                stream = coding == ContentCoding.GZIP ? new GzipStream(sent, body) : sent;
            }
            return stream;
        }

        /** Every resource has read its body when it returns, also one that answers later. */
        void release() {
            if (stream instanceof GzipStream gzip) {
                gzip.release();
            }
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
