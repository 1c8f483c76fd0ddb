package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.audit.AuditedWrites;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.RestClient.Answer;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The audit log has the user, the action, the time and the trace id of every write by an operator or admin. */
@ProductServer(shared = true)
class AuditIT {
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String LIMIT = "/api/v1/rate-limits/user%3Aaudited";
    private static final Duration EXPIRY = Duration.ofSeconds(30);

    private final MarketbellServer server = MarketbellServer.shared();

    /** The trace ids of the writes, by write. */
    private final Map<String, String> traces = new HashMap<>();

    private RestClient tracing(String write, String key) {
        HexFormat hex = HexFormat.of();
        String trace = hex.toHexDigits(ThreadLocalRandom.current().nextLong())
                + hex.toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
        traces.put(write, trace);
        return server.rest(key).with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    }

    private RestClient admin(String write) {
        return tracing(write, MarketbellServer.ADMIN);
    }

    private RestClient operator(String write) {
        return tracing(write, MarketbellServer.OPERATOR);
    }

    @Test
    void everyWriteOfAnOperatorOrAdminIsAuditedWithItsTraceId() {
        String key = admin("POST /api-keys")
                .post("/api/v1/api-keys", "{\"user\":\"audited\",\"roles\":[\"trader\"],\"tier\":\"standard\"}")
                .expect(201)
                .json()
                .getString("id");
        admin("POST /api-keys/{id}/rotation")
                .post("/api/v1/api-keys/" + key + "/rotation", "{}")
                .expect(201);
        admin("DELETE /api-keys/{id}").delete("/api/v1/api-keys/" + key).expect(204);
        admin("PUT /rate-limits/{subject}")
                .put(LIMIT, "{\"rate_per_second\":10,\"burst\":20}")
                .expect(200);
        admin("DELETE /rate-limits/{subject}").delete(LIMIT).expect(204);
        List<String> letters = deadLetters();
        operator("POST /dead-letters/{id}/replay")
                .post(LETTERS + '/' + letters.get(0) + "/replay", "")
                .expect(202);
        operator("POST /dead-letters/replay")
                .post(LETTERS + "/replay", "{\"filter\":{\"recipient\":\"" + letters.get(2) + "\"}}")
                .expect(200);
        operator("DELETE /dead-letters/{id}")
                .delete(LETTERS + '/' + letters.get(1))
                .expect(204);

        admin("DELETE /users/{user}/data")
                .delete("/api/v1/users/erased-" + UUID.randomUUID() + "/data")
                .expect(200);

        Map<String, JsonObject> entries = new HashMap<>();
        server.rest(MarketbellServer.ADMIN)
                .get("/api/v1/audit?limit=1000")
                .expect(200)
                .json()
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class)
                .forEach(entry -> entries.put(entry.getString("trace_id"), entry));
        AuditedWrites.ACTIONS.forEach((write, action) -> {
            assertThat(traces).as("done in this test").containsKey(write);
            assertThat(entries).as(write).containsKey(traces.get(write));
            JsonObject entry = entries.get(traces.get(write));
            assertThat(entry.getString("action")).as(write).isEqualTo(action);
            assertThat(entry.getString("who")).as(write).isIn("admin", "operator");
            assertThat(entry).containsKeys("at", "target");
        });
    }

    /** The ids of two dead letters, then the recipient of both. */
    private List<String> deadLetters() {
        String away = "away-" + UUID.randomUUID();
        String alert =
                "{\"type\":\"RISK_ALERT\",\"recipients\":[\"" + away + "\"],\"time_to_live\":\"PT1S\",\"body\":{}}";
        server.rest(MarketbellServer.PUBLISHER)
                .post(RestClient.NOTIFICATIONS, "[" + alert + "," + alert + "]")
                .expect(202);
        RestClient operator = server.rest(MarketbellServer.OPERATOR);
        await().atMost(EXPIRY)
                .until(() ->
                        letters(operator, away).getJsonArray("dead_letters").size() == 2);
        List<JsonObject> found =
                letters(operator, away).getJsonArray("dead_letters").getValuesAs(JsonObject.class);
        return List.of(found.get(0).getString("id"), found.get(1).getString("id"), away);
    }

    private static JsonObject letters(RestClient operator, String recipient) {
        Answer answer = operator.get(LETTERS + "?recipient=" + recipient);
        return answer.expect(200).json();
    }
}
