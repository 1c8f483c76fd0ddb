package io.marketbell.http.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * The methods of a resource that is a servlet, a static file or a WebSocket; JAX-RS determines those of its resources
 * itself. The container would answer other methods without the header Allow, and static files for every method.
 */
public record AllowedMethods(List<String> names) {
    private static final String OPTIONS = "OPTIONS";

    /** For static files and pages. */
    public static final AllowedMethods PAGE = new AllowedMethods(List.of("GET", "HEAD"));

    /** For event streams. A HEAD would have no end. */
    public static final AllowedMethods STREAM = new AllowedMethods(List.of("GET", OPTIONS));

    /** For WebSockets (RFC 6455, section 4.1) and the page of metrics. */
    public static final AllowedMethods GET = new AllowedMethods(List.of("GET"));

    public AllowedMethods {
        names = List.copyOf(names);
    }

    /** The problem of a request with another method. */
    public Problem problem(String method) {
        return Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        method + " is not supported on this resource; allowed: " + allowed())
                .header("Allow", List.of(allowed()));
    }

    /**
     * Answers OPTIONS, and requests with a method that is not allowed.
     *
     * @return false if the resource itself must answer the request
     */
    public boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String method = request.getMethod();
        if (!names.contains(method)) {
            ProblemResponse.send(problem(method), request, response);
            return true;
        }
        if (method.equals(OPTIONS)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            response.setHeader("Allow", allowed());
            return true;
        }
        return false;
    }

    private String allowed() {
        return String.join(", ", names);
    }
}
