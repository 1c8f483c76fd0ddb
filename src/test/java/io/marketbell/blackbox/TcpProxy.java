package io.marketbell.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy between a server and another one that it uses, such as its database: not listening yet, open, cut, or stalled
 * without forwarding data. It closes a connection whose target is unreachable.
 */
public final class TcpProxy implements AutoCloseable {
    /** With a delay, at most one buffer is forwarded per delay. */
    private static final int BUFFER_BYTES = 65_536;

    private final int port;
    private volatile int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object flow = new Object();
    private boolean stalled;
    private volatile Duration delay = Duration.ZERO;
    private volatile ServerSocket listening;

    private TcpProxy(int port, int target) {
        this.port = port;
        this.target = target;
    }

    /** A proxy that does not listen until it is opened. */
    public static TcpProxy notYetLaid(int target) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new TcpProxy(free.getLocalPort(), target);
        }
    }

    public int port() {
        return port;
    }

    /** Listens, unless it does already. */
    public void lay() throws IOException {
        if (listening != null && !listening.isClosed()) {
            return;
        }
        ServerSocket server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        listening = server;
        daemon(() -> accept(server));
    }

    /** Connects new connections with this port from now on; existing ones stay. */
    public void forwardTo(int otherTarget) {
        target = otherTarget;
    }

    /** Closes all connections and rejects new ones until it is opened again. */
    public void cut() {
        close();
    }

    /** Delays all data by this duration in each direction. */
    public void delay(Duration longer) {
        delay = longer;
    }

    /** Keeps and accepts connections, but forwards no data. */
    public void stall() {
        synchronized (flow) {
            stalled = true;
        }
    }

    public void flow() {
        synchronized (flow) {
            stalled = false;
            flow.notifyAll();
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                connect(server, server.accept());
            } catch (IOException e) {
                // closed, or one connection ended
            }
        }
    }

    private void connect(ServerSocket server, Socket near) throws IOException {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            // as the programs on both sides set it: otherwise many requests take 40 ms longer
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            sockets.add(near);
            sockets.add(far);
            daemon(() -> pump(near, far));
            daemon(() -> pump(far, near));
            if (server.isClosed()) {
                // cut while it connected
                far.close();
                near.close();
            }
        } catch (IOException e) {
            near.close();
            throw e;
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitFlow();
                TimeUnit.MILLISECONDS.sleep(delay.toMillis());
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // the other end is closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitFlow() throws InterruptedException {
        synchronized (flow) {
            while (stalled) {
                flow.wait();
            }
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            if (listening != null) {
                listening.close();
            }
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
