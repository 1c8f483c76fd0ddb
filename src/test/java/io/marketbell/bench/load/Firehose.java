package io.marketbell.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that only sends: prices with the time of their frame, at a steady rate to every subscriber. Used to measure
 * the generator itself, which gives a lower bound for the latencies of any server. Parses only handshakes and request
 * ids of its input.
 */
public final class Firehose {
    private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: (\\S+)");
    /** Number of frames between two reads from clients. */
    private static final int SLICE = 500;

    private static final Pattern REQUEST = Pattern.compile("\"req_id\":(\\d+)");

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
    private final List<Peer> listeners = new ArrayList<>();
    private final int batch;
    private final double framesPerSecond;
    private final String[] prices;
    private long refused;

    private static final class Peer {
        private final SocketChannel channel;
        private long seq;
        private ByteBuffer unsent;
        private boolean listening;

        private Peer(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** @param framesPerSecond frames to each connection, each with {@code batch} notifications */
    Firehose(int port, int batch, double framesPerSecond) throws IOException {
        this.batch = batch;
        this.framesPerSecond = framesPerSecond;
        this.prices = new String[batch];
        listener.bind(new InetSocketAddress("127.0.0.1", port), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Arguments: port, notifications per frame, frames per second to each connection. */
    public static void main(String... arguments) throws IOException {
        new Firehose(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]))
                .run();
    }

    private void run() throws IOException {
        long last = System.nanoTime();
        double due = 0;
        int next = 0;
        while (true) {
            if (due >= 1 && !listeners.isEmpty()) {
                selector.selectNow(this::ready);
            } else {
                selector.select(this::ready, 1);
            }
            long now = System.nanoTime();
            // frames that could not be sent within a second are skipped: this is a load without a delivery guarantee
            due = Math.min(due + (now - last) / 1e9 * framesPerSecond * listeners.size(), listeners.size());
            last = now;
            for (int slice = 0; slice < SLICE && due >= 1 && !listeners.isEmpty(); slice++, due--) {
                send(listeners.get(next++ % listeners.size()));
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ, new Peer(channel));
                }
            } else {
                read((Peer) key.attachment());
            }
        } catch (IOException e) {
            gone((Peer) key.attachment());
        }
    }

    private void gone(Peer peer) {
        listeners.remove(peer);
        try {
            peer.channel.close();
        } catch (IOException e) {
            refused++;
        }
    }

    /** Requests are small, so each is assumed to arrive in one piece. */
    private void read(Peer peer) throws IOException {
        in.clear();
        if (peer.channel.read(in) < 0) {
            throw new IOException("end");
        }
        byte[] bytes = new byte[in.flip().remaining()];
        in.get(bytes);
        if (bytes.length > 0 && bytes[0] == 'G') {
            Matcher key = KEY.matcher(new String(bytes, StandardCharsets.US_ASCII));
            key.find();
            write(
                    peer,
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + ClientHandshake.accept(key.group(1)) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return;
        }
        for (int at = 0; at + 6 < bytes.length; ) {
            int length = bytes[at + 1] & 0x7f;
            int header = length == 126 ? 4 : 2;
            length = length == 126 ? (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff : length;
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++) {
                text[i] = (byte) (bytes[at + header + 4 + i] ^ bytes[at + header + (i & 3)]);
            }
            at += header + 4 + length;
            Matcher request = REQUEST.matcher(new String(text, StandardCharsets.UTF_8));
            if (request.find()) {
                write(
                        peer,
                        SampleFrames.text("{\"method\":\"subscribe\",\"req_id\":" + request.group(1)
                                + ",\"success\":true,\"result\":{}}"));
                if (!peer.listening) {
                    peer.listening = true;
                    listeners.add(peer);
                }
            }
        }
    }

    private void send(Peer peer) {
        try {
            if (peer.unsent != null) {
                peer.channel.write(peer.unsent);
                if (peer.unsent.hasRemaining()) {
                    refused++;
                    return;
                }
                peer.unsent = null;
            }
            long now = EpochClock.nanos();
            for (int i = 0; i < batch; i++) {
                prices[i] = PRICE + now + "}}";
            }
            write(peer, SampleFrames.text(SampleFrames.data(++peer.seq, prices)));
        } catch (IOException e) {
            gone(peer);
        }
    }

    private static final String PRICE = SampleFrames.price(7, 0).replaceFirst("\"t\":0.*", "\"t\":");

    private static void write(Peer peer, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (peer.unsent != null) {
            int waiting = peer.unsent.remaining();
            buffer = ByteBuffer.allocate(waiting + bytes.length)
                    .put(peer.unsent)
                    .put(bytes)
                    .flip();
        }
        peer.channel.write(buffer);
        peer.unsent = buffer.hasRemaining() ? buffer : null;
    }
}
