package io.marketbell.protection;

import io.marketbell.problem.Problem;
import io.marketbell.routes.RequestRoutes;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Optional;

/** Has the path, the query, the cookies and the headers of every request and handshake inspected. */
@WebFilter(
        filterName = InjectionFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class InjectionFilter extends HttpFilter {
    /** For web.xml, to order it among the others. */
    public static final String NAME = "injection";

    private final transient InjectionGuard guard;
    private final transient RequestRoutes routes;
    private final transient RequestTexts texts;

    @Inject
    InjectionFilter(InjectionGuard guard, RequestRoutes routes) {
        this.guard = guard;
        this.routes = routes;
        this.texts = new RequestTexts(guard);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Finding> found = guard.inspectsRequests() ? inspect(request) : Optional.empty();
        if (found.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Problem problem = Suspicion.problem(found.get());
        byte[] body = problem.toJson().getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** As it came it is, letter by letter, the path of a resource: nothing in it is the caller's. */
    private boolean isOurs(String path, HttpServletRequest request) {
        return path.equals(routes.of(request).template());
    }

    private Optional<Finding> inspect(HttpServletRequest request) {
        String path = request.getRequestURI();
        Optional<Finding> found = isOurs(path, request) ? Optional.empty() : texts.path(path);
        if (found.isEmpty()) {
            found = texts.query(request.getQueryString());
        }
        Enumeration<String> names = request.getHeaderNames();
        while (found.isEmpty() && names.hasMoreElements()) {
            String name = names.nextElement();
            if (!RequestTexts.carriesValues(name)) {
                continue;
            }
            Enumeration<String> values = request.getHeaders(name);
            while (found.isEmpty() && values.hasMoreElements()) {
                found = texts.header(name, values.nextElement());
            }
        }
        return found;
    }
}
