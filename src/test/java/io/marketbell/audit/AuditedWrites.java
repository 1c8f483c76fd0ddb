package io.marketbell.audit;

import java.util.Map;

/** Every operation of operators and admins that changes data, with its audit action. */
public final class AuditedWrites {
    public static final Map<String, String> ACTIONS = Map.of(
            "POST /api-keys", "api_key.create",
            "POST /api-keys/{id}/rotation", "api_key.rotate",
            "DELETE /api-keys/{id}", "api_key.revoke",
            "PUT /rate-limits/{subject}", "rate_limit.override",
            "DELETE /rate-limits/{subject}", "rate_limit.reset",
            "POST /dead-letters/{id}/replay", "dead_letter.replay",
            "POST /dead-letters/replay", "dead_letter.replay",
            "DELETE /dead-letters/{id}", "dead_letter.delete",
            "DELETE /users/{user}/data", "user.erase");

    private AuditedWrites() {}
}
