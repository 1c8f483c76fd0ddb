package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLS versions of the server, which are the same in every environment. */
@ProductServer(shared = true)
class TlsIT {
    private static final int HTTPS_PORT = MarketbellServer.shared().httpsPort();

    /**
     * SSL 3, TLS 1.0 and 1.1, each with a hello of at most that version: the server does not answer with a handshake
     * record (22).
     */
    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2})
    void protocolsOlderThanTls12AreRefused(byte minor) throws IOException {
        assertThat(firstRecord(minor)).isNotEqualTo(22);
        // the same hello with TLS 1.2 is answered
        assertThat(firstRecord((byte) 3)).isEqualTo(22);
    }

    /** The type of the first record of the response, or -1 if the server closes the connection. */
    private static int firstRecord(byte minor) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", HTTPS_PORT)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello(minor));
            return socket.getInputStream().read();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls12And13AreSupported(String version) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) RawHttp.trusting().getSocketFactory().createSocket("127.0.0.1", HTTPS_PORT)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    private static byte[] hello(byte minor) {
        byte[] suites = {(byte) 0xC0, 0x2F, (byte) 0xC0, 0x30, (byte) 0xC0, 0x13, (byte) 0xC0, 0x14, 0, 0x2F, 0, 0x35};
        // groups secp256r1 and x25519; signatures with SHA-256, because SHA-1 is the default, which newer JDKs reject
        byte[] extensions = {0, 10, 0, 6, 0, 4, 0, 0x17, 0, 0x1D, 0, 13, 0, 8, 0, 6, 4, 1, 8, 4, 4, 3};
        int body = 2 + 32 + 1 + 2 + suites.length + 2 + 2 + extensions.length;
        ByteBuffer hello = ByteBuffer.allocate(5 + 4 + body);
        hello.put((byte) 22).put((byte) 3).put(minor).putShort((short) (4 + body));
        hello.put((byte) 1).put((byte) 0).putShort((short) body);
        hello.put((byte) 3)
                .put(minor)
                .put("thirty-two bytes of no randomness".substring(0, 32).getBytes(StandardCharsets.US_ASCII));
        hello.put((byte) 0).putShort((short) suites.length).put(suites);
        hello.put((byte) 1).put((byte) 0);
        return hello.putShort((short) extensions.length).put(extensions).array();
    }
}
