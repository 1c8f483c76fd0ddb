package io.marketbell.edge;

import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.http.address.AllowedOrigins;
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
import java.util.Collections;
import java.util.List;

/** Answers preflights, and adds headers that allow pages to read a response: {@link Cors}. */
public class CorsFilter extends HttpFilter {
    private final transient Cors cors;
    private final transient EarlyCharge charge;

    @Inject
    CorsFilter(EdgeSettings settings, EarlyCharge charge) {
        this.charge = charge;
        this.cors = settings.cors();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Also without an Origin: a cache must not serve this response to a page of another origin.
        response.addHeader("Vary", "Origin");
        if (request.getHeader("Origin") == null) {
            chain.doFilter(request, response); // requests of non-browser programs and of the application's own pages
            return;
        }
        Cors.Verdict verdict = verdict(request);
        if (verdict instanceof Cors.Verdict.Pass pass) {
            pass.headers().forEach(response::setHeader);
            chain.doFilter(request, response);
            return;
        }
        if (!charge.admit(request, response)) {
            return;
        }
        if (verdict instanceof Cors.Verdict.Answer answer) {
            response.addHeader("Vary", "Access-Control-Request-Method");
            response.addHeader("Vary", "Access-Control-Request-Headers");
            answer.headers().forEach(response::setHeader);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (verdict instanceof Cors.Verdict.Refuse refusal) {
            ProblemResponse.send(Problem.of(ProblemType.FORBIDDEN, refusal.detail()), request, response);
        }
    }

    /** Several Origin headers never match a listed origin. */
    private Cors.Verdict verdict(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        String origin = origins.isEmpty() ? null : String.join(" ", origins);
        boolean own = origin != null
                && AllowedOrigins.isOwn(origin, request.getScheme(), request.getServerName(), request.getServerPort());
        boolean mayBePreflight = request.getMethod().equals("OPTIONS");
        return cors.verdict(
                request.getMethod(),
                origin,
                own,
                mayBePreflight ? request.getHeader("Access-Control-Request-Method") : null,
                mayBePreflight ? request.getHeader("Access-Control-Request-Headers") : null);
    }
}
