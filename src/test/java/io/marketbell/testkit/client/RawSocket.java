package io.marketbell.testkit.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection that sends arbitrary bytes, valid or not: hand-made requests and frames, parts of them, or nothing.
 * Reads only on request, so it can also simulate a client that has stopped reading.
 */
public final class RawSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final Duration NEXT_FRAME = Duration.ofSeconds(10);
    private static final Pattern CONTENT_LENGTH = Pattern.compile("Content-Length: (\\d+)");
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private String response;

    private RawSocket(URI base, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            // must be set before connecting to limit the TCP window
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), 10_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8192));
        out = socket.getOutputStream();
    }

    /** Opens a TCP connection only. */
    public static RawSocket open(URI base) {
        return open(base, 0);
    }

    /** Opens a TCP connection with a small kernel buffer, so that a stalled client is detected soon. */
    public static RawSocket open(URI base, int receiveBuffer) {
        try {
            return new RawSocket(base, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends an upgrade request with these header lines and reads the response, of any status.
     *
     * @param path with the query
     */
    public static RawSocket upgrade(URI base, String path, String... headers) {
        RawSocket socket = open(base);
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + base.getHost() + ":" + base.getPort()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.send(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        socket.response = socket.readHead();
        socket.response += socket.readBody(socket.response);
        return socket;
    }

    /** Returns the status of the response to {@link #upgrade}. */
    public int status() {
        return Integer.parseInt(response.split(" ")[1]);
    }

    /** Returns the response to {@link #upgrade}: its head, and its body if it has a length. */
    public String response() {
        return response;
    }

    /** Opens a WebSocket connection with an API key in the handshake (null: none). */
    public static RawSocket connect(URI base, String apiKey) {
        RawSocket socket = open(base);
        Map<String, String> headers = apiKey == null ? Map.of() : Map.of(RestClient.API_KEY, apiKey);
        int status = socket.handshake(base.getAuthority(), headers);
        if (status != 101) {
            throw new AssertionError("handshake answered " + status);
        }
        return socket;
    }

    /** Sends an upgrade request; the headers replace the default ones. Returns the status. */
    public int handshake(String host, Map<String, String> moreHeaders) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", host);
        headers.put("Upgrade", "websocket");
        headers.put("Connection", "Upgrade");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.putAll(moreHeaders);
        StringBuilder request = new StringBuilder("GET " + MarketbellClient.PATH + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        send(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return Integer.parseInt(readHead().substring(9, 12));
    }

    /** Reads up to the empty line of an HTTP response. */
    public String readHead() {
        try {
            socket.setSoTimeout(20_000);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readBody(String head) {
        Matcher length = CONTENT_LENGTH.matcher(head);
        try {
            return length.find()
                    ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the bytes unchanged. */
    public RawSocket send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawSocket sendText(String text) {
        return sendFrame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a masked frame. */
    public RawSocket sendFrame(boolean last, int opcode, byte[] payload) {
        return send(frame(last, opcode, payload, true));
    }

    /** @param claimed the length in the frame's header */
    public RawSocket sendFrame(boolean last, int opcode, byte[] payload, long claimed) {
        return send(frame(last, opcode, payload, claimed, true));
    }

    /** Sends a text in fragments of at most this many bytes. */
    public RawSocket sendFragments(byte[] payload, int size) {
        for (int at = 0; at < payload.length; at += size) {
            int end = Math.min(at + size, payload.length);
            byte[] part = java.util.Arrays.copyOfRange(payload, at, end);
            sendFrame(end == payload.length, at == 0 ? TEXT : CONTINUATION, part);
        }
        return this;
    }

    /** The bytes of a frame. Clients must mask their frames, so {@code masked = false} violates the protocol. */
    public static byte[] frame(boolean last, int opcode, byte[] payload, boolean masked) {
        return frame(last, opcode, payload, payload.length, masked);
    }

    private static byte[] frame(boolean last, int opcode, byte[] payload, long claimed, boolean masked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write((last ? 0x80 : 0) | opcode);
        int mask = masked ? 0x80 : 0;
        if (claimed < 126) {
            frame.write(mask | (int) claimed);
        } else if (claimed < 1 << 16) {
            frame.write(mask | 126);
            frame.write((int) claimed >>> 8);
            frame.write((int) claimed);
        } else {
            frame.write(mask | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(claimed).array());
        }
        if (masked) {
            frame.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(masked ? payload[i] ^ MASK[i & 3] : payload[i]);
        }
        return frame.toByteArray();
    }

    /** A frame from the server. */
    public record RawFrame(boolean last, int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    /** The next frame; null at the end of the stream. */
    public RawFrame read(Duration patience) {
        try {
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int second = in.readUnsignedByte();
            if ((second & 0x80) != 0) {
                throw new AssertionError("the server masked a frame");
            }
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            return new RawFrame((first & 0x80) != 0, first & 0x0f, in.readNBytes(Math.toIntExact(length)));
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no frame within " + patience, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the next frame as text: the payload of a text, {@code close} with the code, {@code ping}, {@code pong}, or
     * {@code end} at the end of the stream.
     */
    public String next() {
        RawFrame frame;
        try {
            frame = read(NEXT_FRAME);
        } catch (UncheckedIOException e) {
            if (isEnd(e.getCause())) {
                return "end";
            }
            throw e;
        }
        if (frame == null) {
            return "end";
        }
        return switch (frame.opcode()) {
            case CLOSE -> "close " + frame.closeCode();
            case PING -> "ping";
            case PONG -> "pong";
            default -> frame.text();
        };
    }

    /** Returns true for a reset, or an end within a frame. */
    private static boolean isEnd(IOException failure) {
        return failure instanceof EOFException || failure instanceof SocketException;
    }

    /** Reads texts, answering pings, until one contains the given text; for replies among other frames. */
    public String awaitText(String containing) {
        while (true) {
            RawFrame frame = read(Transcript.PATIENCE);
            if (frame == null || frame.opcode() == CLOSE) {
                throw new AssertionError(
                        "closed " + (frame == null ? "" : frame.closeCode() + " ") + "before \"" + containing + '"');
            }
            if (frame.opcode() == PING) {
                sendFrame(true, PONG, frame.payload());
            } else if (frame.opcode() == TEXT && frame.text().contains(containing)) {
                return frame.text();
            }
        }
    }

    /**
     * Reads without answering pings until the server closes. Returns the close code; 1006 if there is no close frame.
     */
    public int awaitCloseCode() {
        return awaitCloseCode(Transcript.PATIENCE);
    }

    public int awaitCloseCode(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            RawFrame frame;
            try {
                frame = read(Duration.ofNanos(deadline - System.nanoTime()));
            } catch (UncheckedIOException e) {
                if (isEnd(e.getCause())) {
                    return 1006;
                }
                throw e;
            }
            if (frame == null) {
                return 1006;
            }
            if (frame.opcode() == CLOSE) {
                return frame.closeCode();
            }
        }
    }

    /** Closes the sending direction and keeps receiving: half-open. */
    public void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a reset instead of a close frame. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
