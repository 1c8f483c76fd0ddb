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

/** A TCP proxy between a server and its database: not listening yet, open, or stalled without forwarding data. */
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

    public void lay() throws IOException {
        ServerSocket server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        listening = server;
        daemon(() -> accept(server));
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
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), databasePort);
                sockets.add(near);
                sockets.add(far);
                daemon(() -> pump(near, far));
                daemon(() -> pump(far, near));
            } catch (IOException e) {
                // closed, or one connection ended
            }
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
