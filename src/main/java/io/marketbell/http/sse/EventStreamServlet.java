package io.marketbell.http.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Servlet whose response is a stream of Server-Sent Events, written asynchronously after the request thread has
 * returned.
 */
public abstract class EventStreamServlet extends HttpServlet {

    /**
     * Makes the response an event stream that remains open until it is completed. Sends nothing yet, so the request can
     * still be rejected.
     */
    protected static EventStream open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        setHeaders(request, response);
        return startAsync(request, response);
    }

    /**
     * Like {@link #open}, but sends the headers before the request becomes asynchronous. Otherwise the container may
     * hold the first event until the second one: its flush races with the return of the request thread.
     */
    protected static EventStream begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        setHeaders(request, response);
        response.flushBuffer();
        return startAsync(request, response);
    }

    private static void setHeaders(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Prevents proxies such as nginx from buffering the stream.
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getProtocol().startsWith("HTTP/1.")) {
            // The data sent to a stalled client may end in the middle of a chunk, so the connection cannot be reused.
            response.setHeader("Connection", "close");
        }
    }

    private static EventStream startAsync(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        return new EventStream(async, response.getOutputStream());
    }
}
