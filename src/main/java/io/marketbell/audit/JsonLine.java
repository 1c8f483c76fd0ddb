package io.marketbell.audit;

import io.marketbell.json.JsonMembers;
import jakarta.json.JsonObject;

/** Formats entries as JSON on one line, with the fields of {@link AuditEntry}. */
final class JsonLine {
    private JsonLine() {}

    static String of(AuditEntry entry) {
        return new JsonMembers()
                .add("id", entry.id())
                .add("at", entry.at())
                .add("who", entry.who())
                .add("action", entry.action())
                .add("target", entry.target())
                .addPresent("detail", entry.detail())
                .add("trace_id", entry.traceId())
                .addPresent("address", entry.address())
                .addPresent("credential", entry.credential())
                .addPresent("outcome", entry.outcome())
                .addPresent("about", entry.about())
                .addPresent("occurrences", entry.occurrences())
                .addPresent("chain", entry.chain() == null ? null : chain(entry.chain()))
                .build()
                .toString();
    }

    private static JsonObject chain(AuditEntry.Chain chain) {
        return new JsonMembers()
                .add("node", chain.node())
                .add("position", chain.position())
                .add("hash", chain.hash())
                .addPresent("seal", chain.seal())
                .addPresent("key", chain.key())
                .build();
    }
}
