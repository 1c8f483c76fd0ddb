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
 * A TCP proxy between a server and its database: not listening yet, open, cut, or stalled without forwarding data. It
 * closes a connection whose database is unreachable.
 */
public final class DatabaseProxy implements AutoCloseable {
    private final int port;
    private final int databasePort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object flow = new Object();
    private boolean stalled;
    private volatile Duration delay = Duration.ZERO;
    private volatile ServerSocket listening;

    private DatabaseProxy(int port, int databasePort) {
        this.port = port;
        this.databasePort = databasePort;
    }

    /** A proxy that does not listen until it is opened. */
    public static DatabaseProxy notYetLaid(int databasePort) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DatabaseProxy(free.getLocalPort(), databasePort);
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
            Socket far = new Socket(InetAddress.getLoopbackAddress(), databasePort);
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
        byte[] buffer = new byte[16_384];
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
        Thread thread = new Thread(task, "line to the database");
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
