package io.marketbell.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The fixture keeps what it promises to the tests that stand on it. */
class MarketbellServerIT {

    @Test
    void comesBackOnTheSameDataAfterAKillAndAStop() throws Exception {
        try (MarketbellServer server = MarketbellServer.with("fixture", Map.of())) {
            assertThat(server.rest(MarketbellServer.ADMIN).get("/health/ready").status())
                    .isEqualTo(200);
            long first = server.pid();
            Files.writeString(server.dataDirectory().resolve("mark"), "kept");

            server.kill9();
            assertThat(ProcessHandle.of(first)).isEmpty();
            assertThatNobodyListens(server);

            server.start();
            assertThat(server.pid()).isNotEqualTo(first);
            assertThat(server.dataDirectory().resolve("mark")).hasContent("kept");

            server.stop();
            assertThatNobodyListens(server);
            assertThat(server.log()).contains("CWWKE0036I");
            assertThat(server.stackTraces()).isEmpty();
        }
    }

    private static void assertThatNobodyListens(MarketbellServer server) {
        Assertions.assertThatThrownBy(() -> new Socket("127.0.0.1", server.httpPort()).close())
                .isInstanceOf(ConnectException.class);
    }
}
