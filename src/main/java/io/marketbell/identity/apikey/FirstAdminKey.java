package io.marketbell.identity.apikey;

import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.util.Set;
import java.util.function.Consumer;

/** Ensures that an admin can sign in: if there is no admin key, creates one and reports it once. */
final class FirstAdminKey {
    private final ConfiguredApiKeys configured;
    private final ApiKeyStore store;
    private final ApiKeys keys;
    private final String node;
    private final Consumer<String> console;
    private boolean settled;

    /** @param node the name of this node, so that operators find the console */
    FirstAdminKey(
            ConfiguredApiKeys configured, ApiKeyStore store, ApiKeys keys, String node, Consumer<String> console) {
        this.configured = configured;
        this.store = store;
        this.keys = keys;
        this.node = node;
        this.console = console;
    }

    /**
     * Does nothing after it has succeeded; must be called again if the database was unavailable, or if another node was
     * creating the key.
     */
    synchronized void ensure() {
        if (settled) {
            return;
        }
        if (configured.hasAdmin() || store.hasAdmin()) {
            settled = true;
            return;
        }
        keys.issueFirstAdmin(
                        new ApiKeys.NewKey(
                                "admin",
                                Set.of(Role.ADMIN),
                                Tier.BROKER,
                                "created at the first start, by node " + node),
                        "system",
                        TraceId.of(null))
                .ifPresent(issued -> {
                    settled = true;
                    console.accept(issued.text());
                });
    }
}
