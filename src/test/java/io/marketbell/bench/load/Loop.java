package io.marketbell.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A thread that opens its share of the connections on schedule, and reads them all through one buffer. */
final class Loop implements Runnable {
    private static final int BUFFER = 256 << 10;
    private static final int MOST_HANDSHAKES = 256;
    private static final long TICK_NANOS = 100_000_000L;
    private static final long PUBLISH_NANOS = 50_000_000L;

    /** The parameters of connecting. */
    record Wiring(URI target, double connectionsPerSecond, int sources, int laggardBuffer, int slowBytes) {}

    private final Wiring wiring;
    private final List<ConnectionPlan> plans;
    private final MeasuredWindow window;
    private final SplittableRandom random;
    private final NotificationScanner scanner = new NotificationScanner();
    private final ReceiveCounters counters = new ReceiveCounters();
    private final List<Client> clients = new ArrayList<>();
    private final List<Client> slow = new ArrayList<>();
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];
    private volatile int listening;
    private volatile int closed;
    private volatile boolean draining;
    private volatile boolean ended;

    Loop(Wiring wiring, List<ConnectionPlan> plans, MeasuredWindow window, long seed) throws IOException {
        this.wiring = wiring;
        this.plans = plans;
        this.window = window;
        this.random = new SplittableRandom(seed);
        this.selector = Selector.open();
    }

    ReceiveCounters counters() {
        return counters;
    }

    /** Number of subscribed connections, including those that have ended since. */
    int listening() {
        return listening;
    }

    int closed() {
        return closed;
    }

    int planned() {
        return plans.size();
    }

    /** Lets stalled and slow clients read, to learn how they ended. */
    void drain() {
        draining = true;
        selector.wakeup();
    }

    void end() {
        ended = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        long nextTick = start + TICK_NANOS;
        long nextPublish = start;
        boolean drained = false;
        try {
            while (!ended) {
                selector.select(this::ready, timeoutMillis());
                long now = System.nanoTime();
                open(now - start);
                if (now >= nextTick) {
                    nextTick = now + TICK_NANOS;
                    slow.forEach(client -> client.allow(wiring.slowBytes() / 10));
                }
                if (draining && !drained) {
                    drained = true;
                    clients.forEach(Client::readOn);
                }
                if (now >= nextPublish) {
                    nextPublish = now + PUBLISH_NANOS;
                    report();
                }
            }
            report();
            clients.forEach(Client::leave);
            selector.close();
        } catch (IOException e) {
            counters.event("reading ended: " + e);
        }
    }

    private long timeoutMillis() {
        return clients.size() < plans.size() ? 1 : 20;
    }

    private void report() {
        int subscribed = 0;
        int over = 0;
        for (Client client : clients) {
            subscribed += client.state().compareTo(Client.State.LISTENING) >= 0 ? 1 : 0;
            over += client.state() == Client.State.CLOSED ? 1 : 0;
        }
        counters.publish();
        closed = over;
        listening = subscribed;
    }

    /** Opens the connections that are due, but limits the number of pending ones if the server is slow. */
    private void open(long elapsed) throws IOException {
        if (clients.size() == plans.size()) {
            return;
        }
        long due = Math.min(plans.size(), (long) (wiring.connectionsPerSecond() * elapsed / 1e9) + 1);
        long pending = clients.stream()
                .skip(Math.max(0, clients.size() - 4L * MOST_HANDSHAKES))
                .filter(client -> client.state().compareTo(Client.State.LISTENING) < 0)
                .count();
        while (clients.size() < due && pending++ < MOST_HANDSHAKES) {
            connect(plans.get(clients.size()));
        }
    }

    private void connect(ConnectionPlan plan) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (plan.kind() != ConnectionPlan.Kind.READING && wiring.laggardBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, wiring.laggardBuffer());
        }
        Client client = new Client(plan, channel, counters, window, random, scanner);
        clients.add(client);
        if (plan.kind() == ConnectionPlan.Kind.SLOW) {
            slow.add(client);
        }
        try {
            if (wiring.sources() > 1) {
                channel.bind(new InetSocketAddress("127.0.0." + (1 + plan.number() % wiring.sources()), 0));
            }
            client.key(channel.register(selector, SelectionKey.OP_CONNECT, client));
            if (channel.connect(new InetSocketAddress(
                    wiring.target().getHost(), wiring.target().getPort()))) {
                client.connected(wiring.target().getHost(), wiring.target().getPort());
            }
        } catch (IOException e) {
            client.end("not connected: " + e.getMessage());
        }
    }

    private void ready(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            int operations = key.readyOps();
            if ((operations & SelectionKey.OP_CONNECT) != 0) {
                client.connected(wiring.target().getHost(), wiring.target().getPort());
                return;
            }
            if ((operations & SelectionKey.OP_WRITE) != 0) {
                client.flush();
            }
            if ((operations & SelectionKey.OP_READ) != 0 && client.state() != Client.State.CLOSED) {
                read((SocketChannel) key.channel(), client);
            }
        } catch (IOException e) {
            client.end(client.state() == Client.State.CONNECTING ? "not connected: " + e.getMessage() : "closed 1006");
        }
    }

    private void read(SocketChannel channel, Client client) throws IOException {
        buffer.clear().limit(client.readLimit(BUFFER));
        int length = channel.read(buffer);
        if (length < 0) {
            client.end("closed 1006");
            return;
        }
        // before the copy and the scan, after the wait for this thread: the time at a real client
        long now = EpochClock.nanos();
        buffer.flip().get(bytes, 0, length);
        client.received(bytes, length, now);
    }
}
