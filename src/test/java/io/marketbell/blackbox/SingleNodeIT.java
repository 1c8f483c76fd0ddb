package io.marketbell.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One node, as it is by default. */
@ProductServer(shared = true)
class SingleNodeIT {
    private final MarketbellServer server = MarketbellServer.shared();

    @Test
    void loadsNoClassOfTheRedisClient() throws Exception {
        RestClient admin = server.rest(MarketbellServer.ADMIN);
        try (MarketbellClient client = MarketbellClient.connect(server.base(), MarketbellServer.ADMIN)) {
            client.subscribe(Subscription.everything());
            admin.get("/api/v1/monitoring/nodes").expect(200);

            assertThat(loadedClasses())
                    .anyMatch(name -> name.startsWith("io.marketbell.app.ClusterPorts/"))
                    .noneMatch(name -> name.startsWith("io.lettuce."));
        }
    }

    /** Each with the address of its class loader. */
    private List<String> loadedClasses() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "VM.class_hierarchy")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        assertThat(jcmd.waitFor()).as(output).isZero();
        return output.lines().map(line -> line.replaceAll("^[|\\s-]*", "")).toList();
    }
}
