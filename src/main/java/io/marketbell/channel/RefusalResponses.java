package io.marketbell.channel;

import io.marketbell.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** HTTP responses of refusals that are decided before any resource. */
public final class RefusalResponses {
    private static final String RETRY_AFTER_SECONDS = "5";

    private RefusalResponses() {}

    /** The node has reached the maximum number of connections. */
    public static void full(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        refuse(
                request,
                response,
                RequestRefusal.UNAVAILABLE,
                "this node has reached its connection limit; retry later");
    }

    /** There are too many unauthenticated sockets, either from this address or in total. */
    public static void crowded(
            HttpServletRequest request, HttpServletResponse response, UnauthenticatedSockets.Room room)
            throws IOException {
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        if (room == UnauthenticatedSockets.Room.ADDRESS_FULL) {
            refuse(
                    request,
                    response,
                    RequestRefusal.TOO_MANY,
                    "too many unauthenticated sockets from this address; retry later");
        } else {
            refuse(request, response, RequestRefusal.UNAVAILABLE, "too many unauthenticated sockets; retry later");
        }
    }

    public static void refuse(
            HttpServletRequest request, HttpServletResponse response, RequestRefusal refusal, String detail)
            throws IOException {
        byte[] body = Problem.of(refusal.code(), detail)
                .at(request.getRequestURI())
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.code());
        if (refusal == RequestRefusal.UNAUTHENTICATED) {
            response.addHeader("WWW-Authenticate", "ApiKey realm=\"marketbell\"");
            response.addHeader("WWW-Authenticate", "Bearer realm=\"marketbell\"");
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
