package io.marketbell.edge;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;

/**
 * The response of a page of the server. The page cannot set CORS headers, because /metrics would allow every origin.
 * Its errors are sent as problems without the server's text, which contains class names.
 */
final class ServerPageResponse extends HttpServletResponseWrapper {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private boolean problemSent;

    ServerPageResponse(HttpServletRequest request, HttpServletResponse response) {
        super(response);
        this.request = request;
        this.response = response;
    }

    @Override
    public void setHeader(String name, String value) {
        if (!problemSent && !isPolicy(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!problemSent && !isPolicy(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setContentType(String type) {
        if (!problemSent) {
            super.setContentType(type);
        }
    }

    private static boolean isPolicy(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("access-control-") || lower.equals("content-security-policy");
    }

    @Override
    public void sendError(int status) throws IOException {
        sendProblem(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendProblem(status);
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        if (!problemSent) {
            super.setCharacterEncoding(encoding);
        }
    }

    /** Only client errors become problems: /health uses 503 to report that a check failed, with its name. */
    @Override
    public void setStatus(int status) {
        if (status < 400 || status > 499) {
            super.setStatus(status);
            return;
        }
        try {
            sendProblem(status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the problem immediately, because the page may commit the response at any time. */
    void sendProblem(int status) throws IOException {
        if (!problemSent && !isCommitted()) {
            problemSent = true;
            // A problem is UTF-8 without a charset parameter.
            response.setCharacterEncoding((String) null);
            ProblemResponse.send(Problem.of(status), request, response);
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return problemSent ? new PrintWriter(Writer.nullWriter()) : super.getWriter();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return problemSent ? new Nowhere() : super.getOutputStream();
    }

    /** Discards the output of the page after the problem. */
    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int b) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("the response is complete");
        }
    }
}
