package io.marketbell.bench.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The opening handshake of one connection, RFC 6455 section 4.1. */
final class ClientHandshake {
    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MOST = 16 << 10;

    private final String key;
    private byte[] answer = new byte[512];
    private int length;

    ClientHandshake(RandomGenerator random) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    byte[] request(String host, int port, String path, String apiKey) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host + ':' + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Protocol: marketbell.v1\r\nSec-WebSocket-Key: " + key
                        + "\r\nX-API-Key: " + apiKey + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Accepts bytes up to the end of the response. Returns how many bytes of the range belong to it. */
    int accept(byte[] bytes, int from, int to) {
        for (int at = from; at < to && length < MOST; at++) {
            if (length == answer.length) {
                answer = java.util.Arrays.copyOf(answer, 2 * length);
            }
            answer[length++] = bytes[at];
            if (isWhole()) {
                return at + 1 - from;
            }
        }
        return to - from;
    }

    boolean isWhole() {
        return length >= END.length && java.util.Arrays.equals(answer, length - END.length, length, END, 0, END.length);
    }

    /** The status of the response; -1 if it is not an HTTP response, or accepts a different handshake. */
    int status() {
        String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("HTTP/1.1 ") || text.length() < 12) {
            return -1;
        }
        int status = Integer.parseInt(text, 9, 12, 10);
        return status == 101 && !accepts(text) ? -1 : status;
    }

    private boolean accepts(String text) {
        String header = "\r\nsec-websocket-accept:";
        int at = text.toLowerCase(Locale.ROOT).indexOf(header);
        if (at < 0) {
            return false;
        }
        int value = at + header.length();
        return text.substring(value, text.indexOf("\r\n", value)).trim().equals(accept(key));
    }

    static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
