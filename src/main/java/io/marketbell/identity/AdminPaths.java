package io.marketbell.identity;

import io.marketbell.http.route.Destination;
import java.util.List;

/** The paths of administration. Refusals by rate limits are recorded in the audit log for these paths only. */
final class AdminPaths {
    static final List<String> ROOTS = List.of(
            "/api/v1/api-keys", "/api/v1/audit", "/api/v1/dead-letters", "/api/v1/rate-limits", "/api/v1/users");

    private AdminPaths() {}

    static boolean has(Destination destination) {
        String template = destination.template();
        return template != null
                && ROOTS.stream().anyMatch(root -> template.equals(root) || template.startsWith(root + '/'));
    }
}
