package io.marketbell.edge;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Optional;

/**
 * Rejects malformed {@code Accept} and {@code Content-Type} headers for JAX-RS and servlets: the JAX-RS library throws
 * internal errors for some of them. Bodies are read as UTF-8, so JSON in another charset is rejected too: inspection
 * and parsing would see different texts.
 */
@WebFilter(
        filterName = MediaTypesFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class MediaTypesFilter extends HttpFilter {
    /** The name in web.xml, which orders the filters. */
    public static final String NAME = "media-types";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Problem> problem = accept(request.getHeaders("Accept"));
        if (problem.isEmpty()) {
            problem = contentType(request.getContentType());
        }
        if (problem.isPresent()) {
            ProblemResponse.send(problem.get(), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    static Optional<Problem> accept(Enumeration<String> values) {
        while (values != null && values.hasMoreElements()) {
            String value = values.nextElement();
            Optional<String> fault = value.isBlank() ? Optional.empty() : MediaTypes.faultOfList(value);
            if (fault.isPresent()) {
                return Optional.of(Problem.of(ProblemType.MALFORMED, "the header Accept " + fault.get()));
            }
        }
        return Optional.empty();
    }

    static Optional<Problem> contentType(String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        Optional<String> fault = MediaTypes.faultOfOne(value);
        if (fault.isEmpty()
                && MediaTypes.charsets(value).stream()
                        .anyMatch(charset -> !charset.equals("utf-8") && !charset.equals("utf8"))) {
            fault = Optional.of("names a charset other than utf-8");
        }
        return fault.map(detail -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "the header Content-Type " + detail));
    }
}
