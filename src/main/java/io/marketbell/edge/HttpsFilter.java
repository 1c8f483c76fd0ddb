package io.marketbell.edge;

import io.marketbell.edge.forwarded.ForwardedRequest;
import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Rejects or redirects unencrypted requests if HTTPS is required: {@link HttpsRule}. Runs before credentials are
 * checked.
 */
public class HttpsFilter extends HttpFilter {
    private static final int PERMANENT_REDIRECT = 308;

    private final transient HttpsRule rule;
    private final transient EarlyCharge charge;

    @Inject
    HttpsFilter(EdgeSettings settings, EarlyCharge charge) {
        this.charge = charge;
        this.rule = settings.https();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpsRule.Verdict verdict = rule.verdict(request.isSecure(), ApplicationPart.of(request), request.getMethod());
        if (verdict == HttpsRule.Verdict.PASS) {
            chain.doFilter(request, response);
        } else if (charge.admit(request, response)) {
            if (verdict == HttpsRule.Verdict.REDIRECT) {
                redirect(request, response);
            } else {
                refuse(request, response);
            }
        }
    }

    private void redirect(HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        String path = query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
        boolean proxied = request.getAttribute(ForwardedRequest.PROXIED) != null;
        response.setStatus(PERMANENT_REDIRECT);
        response.setHeader("Location", rule.location(request.getServerName(), proxied, path));
        response.setContentLength(0);
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemResponse.send(
                Problem.of(
                        ProblemType.HTTPS_REQUIRED,
                        "HTTPS is required; the request was not processed, but its content was sent unencrypted"),
                request,
                response);
    }
}
