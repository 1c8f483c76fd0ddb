package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.apidocs.DocumentedClient;
import io.marketbell.apidocs.DocumentedClient.Answer;
import io.marketbell.apidocs.DocumentedClient.Ask;
import io.marketbell.testkit.server.MarketbellServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills that expire before they are delivered, and the dead letters that they become. */
record ExpiredFills(DocumentedClient documentedClient) {
    /** The ids of the dead letters by recipient, once all are present. */
    Map<String, List<String>> of(String... recipients) {
        for (String recipient : recipients) {
            publish(recipient);
        }
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        this::letters,
                        letters ->
                                letters.values().stream().mapToInt(List::size).sum() == recipients.length);
    }

    private void publish(String recipient) {
        String fill = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"" + recipient + "\"],\"instrument\":\"AAPL\","
                + "\"broker\":\"alpaca\",\"time_to_live\":\"PT0.05S\",\"body\":{\"order_id\":\"ord-7790\","
                + "\"price\":\"585.33\",\"quantity\":\"18\",\"leaves_quantity\":\"0\"}}";
        Answer answer = documentedClient.ask(Ask.of("POST", "/api/v1/notifications")
                .as(MarketbellServer.PUBLISHER)
                .sending(DocumentedClient.JSON, fill));
        assertThat(answer.status()).isEqualTo(202);
    }

    private Map<String, List<String>> letters() {
        String page = documentedClient
                .ask(Ask.of("GET", "/api/v1/dead-letters").as(MarketbellServer.OPERATOR))
                .body();
        return ApiDocument.value(page)
                .get("dead_letters")
                .valueStream()
                .collect(Collectors.groupingBy(
                        letter -> letter.get("recipient").asString(),
                        Collectors.mapping(letter -> letter.get("id").asString(), Collectors.toList())));
    }
}
