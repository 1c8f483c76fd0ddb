package io.marketbell.injection;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.route.Routes;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;

/** Inspects the path, the query, the cookies and the headers of every request and handshake. */
@WebFilter(
        filterName = InjectionFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class InjectionFilter extends HttpFilter {
    /** The name in web.xml, which orders the filters. */
    public static final String NAME = "injection";

    /** Maximum number of characters of all inspected header values together. */
    private static final int HEADERS_LENGTH = 32 << 10;

    private static final int HEADERS_TOO_LARGE = 431;
    private static final Problem TOO_LONG = Problem.of(
            HEADERS_TOO_LARGE, "the header fields are longer than " + HEADERS_LENGTH + " characters in total");

    private final transient InjectionGuard guard;
    private final transient Routes routes;
    private final transient RequestInspection texts;

    @Inject
    InjectionFilter(InjectionGuard guard, Routes routes) {
        this.guard = guard;
        this.routes = routes;
        this.texts = new RequestInspection(guard);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (guard.inspectsRequests() && areHeadersTooLong(request)) {
            ProblemResponse.send(TOO_LONG, request, response);
            return;
        }
        Optional<InjectionFinding> found = guard.inspectsRequests() ? inspect(request) : Optional.empty();
        if (found.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        ProblemResponse.send(found.get().problem(), request, response);
    }

    /** The server limits each header and their number, but not their sum; inspecting a megabyte takes a second. */
    private static boolean areHeadersTooLong(HttpServletRequest request) {
        return inspectedHeaders(request)
                        .mapToInt(header -> header.value().length())
                        .sum()
                > HEADERS_LENGTH;
    }

    /** Whether the raw path equals the path of one of our resources, so that no part of it comes from the caller. */
    private boolean isFixedPath(String path, HttpServletRequest request) {
        return path.equals(routes.of(request).template());
    }

    private Optional<InjectionFinding> inspect(HttpServletRequest request) {
        String path = request.getRequestURI();
        Optional<InjectionFinding> found = isFixedPath(path, request) ? Optional.empty() : texts.path(path);
        return found.or(() -> texts.query(request.getQueryString()))
                .or(() -> inspectedHeaders(request)
                        .map(header -> texts.header(header.name(), header.value()))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private record Header(String name, String value) {}

    private static Stream<Header> inspectedHeaders(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .filter(RequestInspection::carriesValues)
                .flatMap(name ->
                        Collections.list(request.getHeaders(name)).stream().map(value -> new Header(name, value)));
    }
}
