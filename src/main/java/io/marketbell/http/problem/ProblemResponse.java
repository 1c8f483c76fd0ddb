package io.marketbell.http.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Writes a problem with its header fields as the response of a servlet or filter, or of JAX-RS. */
public final class ProblemResponse {
    private ProblemResponse() {}

    /** Sends the problem from a servlet or filter. Keeps header fields that were set before, except those it has. */
    public static void send(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = body(problem.instance() == null ? problem.at(request.getRequestURI()) : problem);
        response.setStatus(problem.status());
        response.setHeader("Cache-Control", "no-store");
        varyByOrigin(response);
        problem.headers().forEach((name, values) -> {
            response.setHeader(name, values.get(0));
            values.stream().skip(1).forEach(value -> response.addHeader(name, value));
        });
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(body);
        }
    }

    /** Filters before that of CORS send problems too. A cache must not serve them to a page of another origin. */
    private static void varyByOrigin(HttpServletResponse response) {
        Collection<String> vary = response.getHeaders("Vary");
        if (vary == null || !vary.contains("Origin")) {
            response.addHeader("Vary", "Origin");
        }
    }

    /** Returns the response of a JAX-RS component to the request of this URI. */
    public static Response of(Problem problem, UriInfo uri) {
        return of(problem.at(uri.getRequestUri().getRawPath()));
    }

    public static Response of(Problem problem) {
        // Bytes, because a JSON provider may treat a string as a value to be quoted.
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(body(problem));
        problem.headers().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
        return response.build();
    }

    /** Returns the body, for components that are neither servlets nor JAX-RS resources. */
    public static byte[] body(Problem problem) {
        return problem.toJson().getBytes(StandardCharsets.UTF_8);
    }
}
