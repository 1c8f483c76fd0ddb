package io.marketbell.blackbox;

import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.testkit.server.MarketbellServer;
import java.util.Map;

/** The keys of the development configuration, each with a single role. */
final class DevelopmentKeys {
    static final Map<String, String> BY_ROLE = Map.of(
            "trader", MarketbellServer.ALICE,
            "publisher", MarketbellServer.PUBLISHER,
            "operator", MarketbellServer.OPERATOR,
            "admin", MarketbellServer.ADMIN);

    private DevelopmentKeys() {}

    /** A key with a role that the operation allows. */
    static String of(DescribedOperation operation) {
        return operation.roles().stream()
                .filter(role -> !role.equals("admin"))
                .sorted((a, b) -> b.compareTo(a)) // publisher before operator: its own notification
                .map(BY_ROLE::get)
                .findFirst()
                .orElse(MarketbellServer.ADMIN);
    }
}
