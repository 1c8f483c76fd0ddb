package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import io.marketbell.http.address.Network;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import java.util.stream.Collectors;

/** Describes the permissions of a key, for the audit log; with a placeholder instead of the name of its user. */
final class ApiKeyDescription {
    private ApiKeyDescription() {}

    static String of(ApiKey key) {
        String roles = key.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder("for ")
                .append(AuditEvent.USER)
                .append(" as ")
                .append(roles)
                .append(", ")
                .append(key.tier().label());
        if (key.expiresAt() != null) {
            text.append("; expires at ").append(key.expiresAt());
        }
        if (!key.restrictions().networks().isEmpty()) {
            text.append("; networks ")
                    .append(key.restrictions().networks().stream()
                            .map(Network::text)
                            .collect(Collectors.joining(", ")));
        }
        PublishScope scope = key.restrictions().scope();
        if (!scope.types().isEmpty()) {
            text.append("; publishes ").append(String.join(", ", scope.types()));
        }
        if (!scope.recipientsPrefix().isEmpty()) {
            text.append("; to users ").append(scope.recipientsPrefix()).append('…');
        }
        return text.toString();
    }
}
