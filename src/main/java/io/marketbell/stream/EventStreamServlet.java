package io.marketbell.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet whose answer is a stream of Server-Sent Events, which goes on when the request's own thread has left. */
public abstract class EventStreamServlet extends HttpServlet {

    /** The container would answer it as a GET without a body, and never end. */
    @Override
    protected final void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Allow", "GET");
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    /** Makes the answer a stream, which ends when it is completed. Nothing is sent yet: it may still be refused. */
    protected static AsyncContext open(HttpServletRequest request, HttpServletResponse response) {
        announce(request, response);
        return goOn(request);
    }

    /**
     * As {@link #open}, and sends the headers, before the request becomes asynchronous. Else the container may keep the
     * first event back until the second: its flush races with the leaving of the request's own thread.
     */
    protected static AsyncContext begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        announce(request, response);
        response.flushBuffer();
        return goOn(request);
    }

    private static void announce(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Proxies such as nginx otherwise keep the stream back until their buffer is full.
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getProtocol().startsWith("HTTP/1.")) {
            // What a stalled reader was sent may end in the middle of a chunk: nothing can follow on this connection.
            response.setHeader("Connection", "close");
        }
    }

    private static AsyncContext goOn(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        return async;
    }
}
