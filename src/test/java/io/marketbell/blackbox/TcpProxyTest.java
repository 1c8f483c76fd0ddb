package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int PATIENCE_MS = 5_000;

    private final ServerSocket database = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final TcpProxy proxy = TcpProxy.notYetLaid(database.getLocalPort());

    TcpProxyTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        proxy.close();
        database.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private boolean isRejected() throws IOException {
        try (Socket accepted = connect()) {
            return !accepted.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }

    /** Sends a byte in each direction over a new connection. */
    private Socket connected() throws IOException {
        Socket near = connect();
        Socket far = database.accept();
        near.getOutputStream().write(1);
        assertThat(far.getInputStream().read()).isEqualTo(1);
        far.getOutputStream().write(2);
        assertThat(near.getInputStream().read()).isEqualTo(2);
        return near;
    }

    @Test
    void aCutClosesConnectionsAndRejectsNewOnesUntilItIsLaidAgain() throws IOException {
        proxy.lay();
        try (Socket near = connected()) {
            proxy.cut();

            assertThat(near.getInputStream().read()).isNegative();
            // the system may accept connections for a moment after the close
            await().until(this::isRejected);
        }
        proxy.lay();
        connected().close();
    }

    @Test
    void aConnectionToAStoppedDatabaseIsClosed() throws IOException {
        proxy.lay();
        database.close();

        try (Socket near = connect()) {
            assertThat(near.getInputStream().read()).isNegative();
        }
    }

    @Test
    void newConnectionsGoToTheOtherTarget() throws IOException {
        proxy.lay();
        try (Socket before = connected();
                ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            proxy.forwardTo(other.getLocalPort());

            try (Socket after = connect();
                    Socket accepted = other.accept()) {
                after.getOutputStream().write(3);
                assertThat(accepted.getInputStream().read()).isEqualTo(3);
                assertThat(before.isClosed()).isFalse();
            }
        }
    }
}
