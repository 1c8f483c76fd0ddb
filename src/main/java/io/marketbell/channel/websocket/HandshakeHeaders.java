package io.marketbell.channel.websocket;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The header fields of an opening handshake (RFC 6455, section 4.2.1). The container answers a faulty one with an empty
 * 400, so the faults are reported before it parses the fields.
 */
final class HandshakeHeaders {
    static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String SUPPORTED_VERSION = "13";
    private static final int KEY_BYTES = 16;

    /** Reported if the container rejects a handshake for another reason than those that are checked here. */
    static final Problem REJECTED =
            Problem.of(ProblemType.MALFORMED, "the handshake is malformed: see RFC 6455, section 4.1");

    private final HttpServletRequest request;

    HandshakeHeaders(HttpServletRequest request) {
        this.request = request;
    }

    /** The first fault, or empty if the handshake is valid. */
    Optional<Problem> fault() {
        if ("HTTP/1.0".equals(request.getProtocol())) {
            return malformed("a handshake requires HTTP/1.1");
        }
        List<String> upgrade = values("Upgrade");
        if (upgrade.size() != 1 || !upgrade.get(0).strip().equalsIgnoreCase("websocket")) {
            return malformed("the header Upgrade must be websocket");
        }
        if (!isUpgradeRequested()) {
            return malformed("the header Connection must contain Upgrade");
        }
        List<String> version = values(VERSION);
        if (version.size() != 1 || !version.get(0).strip().equals(SUPPORTED_VERSION)) {
            return malformed("the header Sec-WebSocket-Version must be 13")
                    .map(problem -> problem.header(VERSION, List.of(SUPPORTED_VERSION)));
        }
        List<String> key = values("Sec-WebSocket-Key");
        if (key.size() != 1 || !isKey(key.get(0).strip())) {
            return malformed("the header Sec-WebSocket-Key must be 16 bytes in Base64");
        }
        if (!values(EXTENSIONS).stream().allMatch(ExtensionList::isValid)) {
            return malformed("the header Sec-WebSocket-Extensions is malformed");
        }
        return Optional.empty();
    }

    private boolean isUpgradeRequested() {
        for (String value : values("Connection")) {
            for (String option : value.split(",")) {
                if (option.strip().toLowerCase(Locale.ROOT).equals("upgrade")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private List<String> values(String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static Optional<Problem> malformed(String detail) {
        return Optional.of(Problem.of(ProblemType.MALFORMED, detail));
    }
}
