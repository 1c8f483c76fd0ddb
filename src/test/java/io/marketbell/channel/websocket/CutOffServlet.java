package io.marketbell.channel.websocket;

import io.marketbell.delivery.DisconnectReason;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts and closes a stalled connection like the supervisor of the writers, and reports the duration of each step.
 */
@WebServlet("/cut-off")
public class CutOffServlet extends HttpServlet {
    /** One interrupt is not sufficient: the container may treat it as a wake-up and wait again. */
    private static final long BETWEEN_INTERRUPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ScriptedConnection connection = ScriptedBeans.scripted().connections.get(request.getParameter("connection"));
        if (connection == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (request.getParameter("ask") != null) {
            response.getWriter()
                    .write(connection.flooded + " " + connection.answers + " " + (connection.writing != null));
            return;
        }
        Thread writer = connection.writing;
        long start = System.nanoTime();
        connection.closed.set(DisconnectReason.TOO_SLOW);
        int interrupts = 0;
        long next = System.nanoTime();
        while (connection.writing == writer) {
            if (System.nanoTime() - next >= 0) {
                writer.interrupt();
                interrupts++;
                next += BETWEEN_INTERRUPTS_NANOS;
            }
            Thread.onSpinWait();
        }
        long freed = System.nanoTime();
        connection.transport().close(DisconnectReason.TOO_SLOW);
        long closed = System.nanoTime();
        response.getWriter()
                .write(TimeUnit.NANOSECONDS.toMillis(freed - start) + " "
                        + TimeUnit.NANOSECONDS.toMillis(closed - freed) + " " + interrupts + " "
                        + connection.failure.get());
    }
}
