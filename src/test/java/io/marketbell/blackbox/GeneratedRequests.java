package io.marketbell.blackbox;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.DocumentedClient;
import io.marketbell.apidocs.DocumentedClient.Ask;
import io.marketbell.apidocs.SchemaSamples;
import io.marketbell.testkit.server.MarketbellServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Valid and invalid requests generated from the document; deterministic for a seed. */
final class GeneratedRequests {
    private final Random random;
    private final SchemaSamples samples;

    GeneratedRequests(ApiDocument document, long seed) {
        random = new Random(seed);
        samples = new SchemaSamples(document, random);
    }

    Ask ask(DescribedOperation operation) {
        Map<String, String> values = new HashMap<>();
        Ask headers = Ask.of("", "");
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.get("name").asString();
            String value = samples.parameter(parameter);
            boolean path = parameter.get("in").asString().equals("path");
            if (path && (value == null || value.isBlank() || value.equals("..") || !value.matches("\\P{Cntrl}*"))) {
                // otherwise it would be another path or none: the server itself rejects control characters
                // (docs/explanation/threat-model.md)
                value = ApiDocumentIT.NOWHERE;
            }
            values.put(name, value);
            if (parameter.get("in").asString().equals("header") && value != null && value.matches("[!-~]{1,500}")) {
                headers = headers.with(name, value);
            }
        }
        Ask ask = new Ask(
                        operation.method(),
                        operation.target(values::get, name -> values.get(name) == null),
                        headers.headers(),
                        null)
                .as(random.nextInt(20) == 0 ? MarketbellServer.BOB : DevelopmentKeys.of(operation));
        return operation.hasBody() ? ask.sending(DocumentedClient.JSON, samples.body(operation.bodySchema())) : ask;
    }
}
