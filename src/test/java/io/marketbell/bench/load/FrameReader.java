package io.marketbell.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits the bytes of one connection into WebSocket frames (RFC 6455, section 5) and joins fragments. Complete frames
 * are passed on without copying; only a frame split between two reads is copied, so that ten thousand idle connections
 * use no buffers.
 */
final class FrameReader {

    /** Receives the frames. The bytes are valid only during the call. */
    interface Sink {
        void text(byte[] bytes, int from, int to);

        void ping(byte[] bytes, int from, int to);

        /** @param code 1005 if the peer sent none, RFC 6455 section 7.1.5 */
        void close(int code, String reason);

        /** The peer violated the protocol; no more data is read from it. */
        void violation(String what);
    }

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MOST = 16 << 20;
    private static final int SHORTEST_HEADER = 2;

    private byte[] carry;
    private int carried;
    private byte[] message;
    private int assembled;
    private boolean broken;

    /** Processes more bytes. Frames may start and end anywhere in the range. */
    void accept(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        while (carried > 0 && at < to && !broken) {
            at = completeCarried(bytes, at, to, sink);
        }
        while (at < to && !broken) {
            long length = frameLength(bytes, at, to - at);
            if (length > MOST) {
                broken(sink, "a frame of " + length + " bytes");
            } else if (length > to - at || to - at < SHORTEST_HEADER) {
                carry = Arrays.copyOfRange(bytes, at, at + (int) Math.max(length, to - at));
                carried = to - at;
                at = to;
            } else {
                dispatch(bytes, at, (int) length, sink);
                at += (int) length;
            }
        }
    }

    private int completeCarried(byte[] bytes, int from, int to, Sink sink) {
        long length = frameLength(carry, 0, carried);
        if (length > MOST) {
            broken(sink, "a frame of " + length + " bytes");
            return to;
        }
        if (carry.length < length) {
            carry = Arrays.copyOf(carry, (int) length);
        }
        int copied = (int) Math.min(length - carried, to - from);
        System.arraycopy(bytes, from, carry, carried, copied);
        carried += copied;
        if (carried == length && carried == frameLength(carry, 0, carried)) {
            byte[] frame = carry;
            carry = null;
            carried = 0;
            dispatch(frame, 0, (int) length, sink);
        }
        return from + copied;
    }

    /** The length of the frame that starts here; the length of its header if the header is incomplete. */
    private static long frameLength(byte[] bytes, int at, int available) {
        if (available < SHORTEST_HEADER) {
            return SHORTEST_HEADER;
        }
        int header = headerLength(bytes[at + 1]);
        return available < header ? header : header + payloadLength(bytes, at);
    }

    private static int headerLength(byte second) {
        int mask = second < 0 ? 4 : 0;
        return switch (second & 0x7f) {
            case 126 -> 4 + mask;
            case 127 -> 10 + mask;
            default -> 2 + mask;
        };
    }

    private static long payloadLength(byte[] bytes, int at) {
        int seven = bytes[at + 1] & 0x7f;
        return switch (seven) {
            case 126 -> (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
            case 127 -> {
                long length = 0;
                for (int i = 2; i < 10; i++) {
                    length = length << 8 | bytes[at + i] & 0xff;
                }
                // the top bit must be 0: otherwise treated as far too long
                yield length < 0 ? Long.MAX_VALUE / 2 : length;
            }
            default -> seven;
        };
    }

    private void dispatch(byte[] bytes, int at, int length, Sink sink) {
        int first = bytes[at];
        int opcode = first & 0x0f;
        if (bytes[at + 1] < 0) {
            broken(sink, "a masked frame from a server");
            return;
        }
        if ((first & 0x70) != 0) {
            broken(sink, "reserved bits without an extension");
            return;
        }
        boolean last = first < 0;
        int from = at + headerLength(bytes[at + 1]);
        int to = at + length;
        switch (opcode) {
            case TEXT -> text(bytes, from, to, last, sink);
            case CONTINUATION -> continuation(bytes, from, to, last, sink);
            case PING -> sink.ping(bytes, from, to);
            case PONG -> {}
            case CLOSE -> close(bytes, from, to, sink);
            default -> broken(sink, "opcode " + opcode);
        }
    }

    private void text(byte[] bytes, int from, int to, boolean last, Sink sink) {
        if (message != null) {
            broken(sink, "a message inside another");
        } else if (last) {
            sink.text(bytes, from, to);
        } else {
            message = Arrays.copyOfRange(bytes, from, to);
            assembled = to - from;
        }
    }

    private void continuation(byte[] bytes, int from, int to, boolean last, Sink sink) {
        if (message == null) {
            broken(sink, "a continuation of nothing");
            return;
        }
        int more = to - from;
        if (assembled + more > MOST) {
            broken(sink, "a message of " + (assembled + more) + " bytes");
            return;
        }
        if (message.length < assembled + more) {
            message = Arrays.copyOf(message, Math.max(assembled + more, 2 * message.length));
        }
        System.arraycopy(bytes, from, message, assembled, more);
        assembled += more;
        if (last) {
            byte[] whole = message;
            message = null;
            sink.text(whole, 0, assembled);
        }
    }

    private void close(byte[] bytes, int from, int to, Sink sink) {
        if (to - from < 2) {
            sink.close(1005, "");
            return;
        }
        int code = (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff;
        sink.close(code, new String(bytes, from + 2, to - from - 2, StandardCharsets.UTF_8));
    }

    private void broken(Sink sink, String what) {
        broken = true;
        sink.violation(what);
    }
}
