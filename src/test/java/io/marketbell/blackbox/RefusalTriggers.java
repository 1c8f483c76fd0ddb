package io.marketbell.blackbox;

import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.DocumentedClient;
import io.marketbell.apidocs.DocumentedClient.Answer;
import io.marketbell.apidocs.DocumentedClient.Ask;
import io.marketbell.testkit.server.MarketbellServer;

/** The requests that cause each refusal. */
record RefusalTriggers(DocumentedClient documentedClient) {
    /** Requests a missing resource or sends invalid JSON: changes nothing, for any caller. */
    static Ask probe(DescribedOperation operation) {
        Ask ask = Ask.of(
                operation.method(),
                operation.target(
                        name -> switch (name) {
                            case "id", "instrument", "metric", "name" -> ApiDocumentIT.NOWHERE;
                            case "subject" -> "user:nobody";
                            case "resume_after" -> "x";
                            default -> null;
                        },
                        name -> false));
        return operation.hasBody() ? ask.sending(DocumentedClient.JSON, "{") : ask;
    }

    Answer refused(DescribedOperation operation, String status, String everything) {
        Ask probe = probe(operation);
        Ask allowed = probe.as(DevelopmentKeys.of(operation));
        return switch (status) {
            case "400" ->
                documentedClient.ask(Ask.of(
                                probe.method(),
                                probe.target() + (probe.target().contains("?") ? "&" : "?")
                                        + "q=1%27%20OR%20%271%27=%271")
                        .as(DevelopmentKeys.of(operation)));
            case "401" -> documentedClient.ask(probe.as("mb_wrong"));
            case "403" ->
                documentedClient.ask(probe.as(DevelopmentKeys.BY_ROLE.entrySet().stream()
                        .filter(role -> !operation.roles().contains(role.getKey()))
                        .findAny()
                        .orElseThrow()
                        .getValue()));
            case "404" ->
                documentedClient.ask(
                        operation.id().equals("rotateApiKey") ? allowed.sending(DocumentedClient.JSON, "{}") : allowed);
            case "406" -> documentedClient.ask(allowed.with("Accept", "application/xml"));
            case "409" -> conflict(operation);
            case "413" -> documentedClient.ask(allowed.sending(DocumentedClient.JSON, tooMuch(operation)));
            case "415" -> documentedClient.ask(allowed.sending("application/xml", "<fill/>"));
            case "429" -> {
                Answer answer = documentedClient.ask(probe.as(everything));
                for (int i = 0; i < 5 && answer.status() != 429; i++) {
                    answer = documentedClient.ask(probe.as(everything));
                }
                yield answer;
            }
            default -> throw new AssertionError("no request is defined that causes a " + status + " of " + operation);
        };
    }

    static String tooMuch(DescribedOperation operation) {
        return operation.id().equals("publishNotifications")
                ? "[" + "{\"type\":\"SYSTEM_NOTICE\"},".repeat(1_000) + "{\"type\":\"SYSTEM_NOTICE\"}]"
                : "{\"x\":\"" + "x".repeat(1_100_000) + "\"}";
    }

    private Answer conflict(DescribedOperation operation) {
        if (operation.id().equals("revokeApiKey")) {
            return documentedClient.ask(
                    Ask.of("DELETE", "/api/v1/api-keys/dev_alice").as(MarketbellServer.ADMIN));
        }
        if (operation.id().equals("rotateApiKey")) {
            return documentedClient.ask(Ask.of("POST", "/api/v1/api-keys/dev_alice/rotation")
                    .as(MarketbellServer.ADMIN)
                    .sending(DocumentedClient.JSON, "{}"));
        }
        Ask publish = Ask.of("POST", operation.path()).as(MarketbellServer.PUBLISHER);
        String fill = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"alice\"],\"key\":\"twice\",\"body\":{\"n\":\"";
        documentedClient.ask(publish.sending(DocumentedClient.JSON, fill + "1\"}}"));
        return documentedClient.ask(publish.sending(DocumentedClient.JSON, fill + "2\"}}"));
    }
}
