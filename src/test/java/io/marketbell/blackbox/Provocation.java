package io.marketbell.blackbox;

import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.Partner;
import io.marketbell.apidocs.Partner.Answer;
import io.marketbell.apidocs.Partner.Ask;
import io.marketbell.server.MarketbellServer;

/** How each refusal is brought about. */
record Provocation(Partner partner) {
    /** Asks for what is not there, or sends what is no JSON: changes nothing, whoever asks. */
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
        return operation.hasBody() ? ask.sending(Partner.JSON, "{") : ask;
    }

    Answer refused(DescribedOperation operation, String status, String everything) {
        Ask probe = probe(operation);
        Ask allowed = probe.as(DevelopmentKeys.of(operation));
        return switch (status) {
            case "400" ->
                partner.ask(Ask.of(
                                probe.method(),
                                probe.target() + (probe.target().contains("?") ? "&" : "?")
                                        + "q=1%27%20OR%20%271%27=%271")
                        .as(DevelopmentKeys.of(operation)));
            case "401" -> partner.ask(probe.as("mb_wrong"));
            case "403" ->
                partner.ask(probe.as(DevelopmentKeys.BY_ROLE.entrySet().stream()
                        .filter(role -> !operation.roles().contains(role.getKey()))
                        .findAny()
                        .orElseThrow()
                        .getValue()));
            case "404" -> partner.ask(allowed);
            case "406" -> partner.ask(allowed.with("Accept", "application/xml"));
            case "409" -> conflict(operation);
            case "413" -> partner.ask(allowed.sending(Partner.JSON, tooMuch(operation)));
            case "415" -> partner.ask(allowed.sending("application/xml", "<fill/>"));
            case "429" -> {
                Answer answer = partner.ask(probe.as(everything));
                for (int i = 0; i < 5 && answer.status() != 429; i++) {
                    answer = partner.ask(probe.as(everything));
                }
                yield answer;
            }
            default -> throw new AssertionError("nobody knows how to bring about a " + status + " of " + operation);
        };
    }

    static String tooMuch(DescribedOperation operation) {
        return operation.id().equals("publishNotifications")
                ? "[" + "{\"type\":\"SYSTEM_NOTICE\"},".repeat(1_000) + "{\"type\":\"SYSTEM_NOTICE\"}]"
                : "{\"x\":\"" + "x".repeat(1_100_000) + "\"}";
    }

    private Answer conflict(DescribedOperation operation) {
        if (operation.id().equals("revokeApiKey")) {
            return partner.ask(Ask.of("DELETE", "/api/v1/api-keys/dev_alice").as(MarketbellServer.ADMIN));
        }
        Ask publish = Ask.of("POST", operation.path()).as(MarketbellServer.PUBLISHER);
        String fill = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"alice\"],\"key\":\"twice\",\"body\":{\"n\":\"";
        partner.ask(publish.sending(Partner.JSON, fill + "1\"}}"));
        return partner.ask(publish.sending(Partner.JSON, fill + "2\"}}"));
    }
}
