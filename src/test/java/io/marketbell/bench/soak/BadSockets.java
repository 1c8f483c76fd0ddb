package io.marketbell.bench.soak;

import io.marketbell.testkit.client.MarketbellClient;
import java.net.URI;
import java.util.random.RandomGenerator;

/** Sockets that never authenticate, send malformed data, or subscribe and unsubscribe continuously. */
final class BadSockets {
    private BadSockets() {}

    static void open(URI base, RandomGenerator random) throws InterruptedException {
        switch (random.nextInt(3)) {
            case 0 -> {
                try (MarketbellClient silent = MarketbellClient.connectAnonymously(base)) {
                    silent.send("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_wrong_" + random.nextInt()
                            + "\"},\"req_id\":1}");
                    Thread.sleep(random.nextInt(300));
                }
            }
            case 1 -> {
                MarketbellClient noisy = MarketbellClient.connect(base, "mb_dev_alice");
                noisy.send("[".repeat(1 + random.nextInt(5_000)));
                Thread.sleep(random.nextInt(100));
                noisy.abort();
            }
            default -> {
                MarketbellClient fickle = MarketbellClient.connect(base, "mb_dev_alice");
                for (int i = 1; i <= 40; i++) {
                    fickle.send(
                            "{\"method\":\"subscribe\",\"params\":{\"resume_after\":0,\"snapshot\":true},\"req_id\":"
                                    + (2 * i) + "}");
                    fickle.send("{\"method\":\"unsubscribe\",\"params\":{\"subscription\":\"s" + i + "\"},\"req_id\":"
                            + (2 * i + 1) + "}");
                }
                Thread.sleep(random.nextInt(500));
                fickle.abort();
            }
        }
    }
}
