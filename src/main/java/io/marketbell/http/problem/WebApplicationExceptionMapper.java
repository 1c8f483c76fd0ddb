package io.marketbell.http.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps the errors of JAX-RS and of resources to problems, and keeps their headers (Allow, Retry-After,
 * WWW-Authenticate). This mapper also prevents Liberty from logging a stack trace for each unknown path.
 */
@Provider
public class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {

    /**
     * Messages that are useless to callers or reveal too much: those of the JAX-RS library and those derived from the
     * status.
     */
    private static final Pattern NOT_FOR_CALLERS = Pattern.compile("(?s)RESTEASY\\d.*|HTTP \\d{3}.*|.*\\bjava\\..*");

    /**
     * JAX-RS answers 404 for a query parameter that is not a number, for example. For callers the path exists and the
     * parameter is invalid.
     */
    private static final Pattern UNREADABLE_PARAMETER = Pattern.compile("QueryParam\\(\"([^\"]+)\"\\)");

    private final UriInfo uri;
    private final HttpHeaders headers;
    private final Request request;

    public WebApplicationExceptionMapper(@Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
        this.uri = uri;
        this.headers = headers;
        this.request = request;
    }

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        int status = given.getStatus();
        if (status < 400 || given.hasEntity()) {
            return given;
        }
        Matcher parameter = UNREADABLE_PARAMETER.matcher(String.valueOf(refusal.getMessage()));
        if (status == 404 && parameter.find()) {
            return ProblemResponse.of(Problem.invalid(parameter.group(1), "has an invalid format"), uri);
        }
        if (status == 400 && refusal.getCause() != null) {
            return ProblemResponse.of(ExceptionProblems.unreadableBody(refusal.getCause()), uri);
        }
        Problem problem = Problem.of(status, detail(refusal, given));
        for (Map.Entry<String, List<String>> header : given.getStringHeaders().entrySet()) {
            String name = header.getKey();
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                problem = problem.header(name, header.getValue());
            }
        }
        return ProblemResponse.of(problem, uri);
    }

    private String detail(WebApplicationException refusal, Response given) {
        String message = refusal.getMessage();
        if (message != null
                && given.getStatus() != 500
                && !NOT_FOR_CALLERS.matcher(message).matches()) {
            return message;
        }
        return switch (given.getStatus()) {
            case 400 -> "the request cannot be read";
            case 401 -> "credentials are required: send X-API-Key or a bearer token";
            case 404 -> "no resource at this path";
            case 405 ->
                request.getMethod() + " is not supported on this resource"
                        + (given.getHeaderString("Allow") == null
                                ? ""
                                : "; allowed: " + given.getHeaderString("Allow"));
            case 406 ->
                "none of the requested media types is available: " + headers.getHeaderString(HttpHeaders.ACCEPT);
            case 415 -> {
                String sent = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
                yield sent == null
                        ? "Content-Type is missing"
                        : "Content-Type " + sent + " is not supported on this resource";
            }
            default -> ProblemType.of(given.getStatus()).meaning();
        };
    }
}
