package io.marketbell.edge;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Requires the credentials of {@link MetricsAccount}, over HTTPS. The server's own check would run before all filters, so
 * that guessing a password would not be limited.
 */
final class MetricsAccessFilter extends HttpFilter {
    private static final List<String> CHALLENGE = List.of("Basic realm=\"metrics\", charset=\"UTF-8\"");

    private final transient MetricsAccount account;

    MetricsAccessFilter(MetricsAccount account) {
        this.account = account;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.isSecure()) {
            ProblemResponse.send(
                    Problem.of(ProblemType.HTTPS_REQUIRED, "/metrics is available over HTTPS only"), request, response);
        } else if (account.accepts(request.getHeader("Authorization"))) {
            chain.doFilter(request, response);
        } else {
            ProblemResponse.send(
                    Problem.of(
                                    ProblemType.UNAUTHENTICATED,
                                    "/metrics requires the Basic credentials that the settings METRICS_USER and"
                                            + " METRICS_PASSWORD name")
                            .header("WWW-Authenticate", CHALLENGE),
                    request,
                    response);
        }
    }
}
