package io.marketbell.metrics.meter;

import io.marketbell.http.problem.Problem;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extracts the problem type from the first bytes of a problem response. The response passes through unchanged. */
final class ProblemTypeDetector extends HttpServletResponseWrapper {
    private static final int ENOUGH = 160;
    private static final Pattern TYPE = Pattern.compile("^\\s*\\{\\s*\"type\"\\s*:\\s*\"([^\"]+)\"");

    /** Allocated only for problem responses. */
    private byte[] beginning;

    private int length;

    ProblemTypeDetector(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream out = super.getOutputStream();
        if (getStatus() < 400) {
            return out;
        }
        beginning = new byte[ENOUGH];
        return new Watched(out);
    }

    /** Returns the problem type, or null. */
    String problem() {
        String type = getContentType();
        if (length == 0 || type == null || !type.startsWith(Problem.MEDIA_TYPE)) {
            return null;
        }
        Matcher matcher = TYPE.matcher(new String(beginning, 0, length, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : null;
    }

    private void append(byte[] bytes, int offset, int count) {
        int more = Math.min(count, ENOUGH - length);
        if (more > 0) {
            System.arraycopy(bytes, offset, beginning, length, more);
            length += more;
        }
    }

    private final class Watched extends ServletOutputStream {
        private final ServletOutputStream out;

        Watched(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            append(new byte[] {(byte) one}, 0, 1);
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            append(bytes, offset, count);
            out.write(bytes, offset, count);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
