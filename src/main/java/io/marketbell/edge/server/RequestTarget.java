package io.marketbell.edge.server;

import io.marketbell.http.problem.AllowedMethods;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/**
 * The method and path of a request line, before the server decodes the path. The server rejects some of them with
 * responses of its own, in HTML and without a problem; {@link #refusal} finds these first. It may not reject others:
 * they are the application's task.
 */
record RequestTarget(String method, String path) {
    private static final int HEX = 16;

    /** The page of metrics and the WebSocket. */
    private static final List<String> GET_ONLY = List.of("/ws/", "/metrics");

    Optional<Problem> refusal() {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        Optional<Problem> malformed = malformed().map(detail -> Problem.of(ProblemType.MALFORMED, detail));
        Optional<Problem> refusal = malformed.isEmpty() ? trace() : malformed;
        return refusal.map(problem -> problem.at(path));
    }

    /** TRACE is refused by the server, except on REST resources, which respond with their own methods. */
    private Optional<Problem> trace() {
        if (!method.equals("TRACE")) {
            return Optional.empty();
        }
        if (path.startsWith("/api/")) {
            return path.endsWith("/stream") ? Optional.of(AllowedMethods.STREAM.problem(method)) : Optional.empty();
        }
        boolean getOnly = GET_ONLY.stream().anyMatch(path::startsWith);
        return Optional.of((getOnly ? AllowedMethods.GET : AllowedMethods.PAGE).problem(method));
    }

    private Optional<String> malformed() {
        boolean plain = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int octet = octet(i);
                if (octet < 0) {
                    return Optional.of("the path contains an incomplete percent escape");
                }
                if (octet < ' ' || octet == '\\' || octet == 0x7f) {
                    return Optional.of("the path contains a control character or backslash");
                }
                plain = false;
            } else if (c == '\\') {
                return Optional.of("the path contains a control character or backslash");
            } else if (c == ';') {
                plain = false;
            }
        }
        boolean outside = plain ? path.contains("..") && leavesRoot() : hasHiddenDots();
        return outside ? Optional.of("the path contains an encoded dot segment, or leaves the root") : Optional.empty();
    }

    /** Returns the octet of the escape at this position, or -1 if it is incomplete. */
    private int octet(int at) {
        if (at + 2 >= path.length()) {
            return -1;
        }
        int high = digit(path.charAt(at + 1));
        int low = digit(path.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, HEX) : -1;
    }

    private boolean leavesRoot() {
        int depth = 0;
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                depth--;
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a segment is a dot segment only after decoding, or after its parameters were removed. */
    private boolean hasHiddenDots() {
        StringBuilder decoded = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                decoded.append((char) octet(i));
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        for (String segment : decoded.toString().split("/")) {
            int parameters = segment.indexOf(';');
            if ((parameters < 0 ? segment : segment.substring(0, parameters)).equals("..")) {
                return true;
            }
        }
        return false;
    }
}
