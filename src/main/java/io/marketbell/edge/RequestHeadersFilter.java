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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rejects headers that would be understood in different ways, for JAX-RS and servlets. Malformed {@code Accept} and
 * {@code Content-Type} headers: the JAX-RS library throws internal errors for some of them. Charsets other than UTF-8:
 * inspection and parsing would see different texts. Repeated headers that have one value: a proxy in front may use
 * another one of them.
 */
@WebFilter(
        filterName = RequestHeadersFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class RequestHeadersFilter extends HttpFilter {
    /** The name in web.xml, which orders the filters. */
    public static final String NAME = "request-headers";

    /** The headers with one value that this application reads and does not check elsewhere. */
    private static final List<String> SINGLE = List.of("Content-Type", "Last-Event-ID", "traceparent");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Problem> problem = repeated(request::getHeaders);
        if (problem.isEmpty()) {
            problem = accept(request.getHeaders("Accept"));
        }
        if (problem.isEmpty()) {
            problem = contentType(request.getContentType());
        }
        if (problem.isPresent()) {
            ProblemResponse.send(problem.get(), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    static Optional<Problem> repeated(Function<String, Enumeration<String>> headers) {
        for (String name : SINGLE) {
            Enumeration<String> values = headers.apply(name);
            if (values != null && values.hasMoreElements()) {
                values.nextElement();
                if (values.hasMoreElements()) {
                    return Optional.of(Problem.of(ProblemType.MALFORMED, "the header " + name + " is repeated"));
                }
            }
        }
        return Optional.empty();
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
        if (value == null) {
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
