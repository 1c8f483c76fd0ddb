package io.marketbell.identity.apikey;

import io.marketbell.http.address.Network;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A key without its secrets, as the resource returns it. Absent fields: not restricted, no expiry, not used.
 *
 * @param configured whether the key comes from the configuration and can only be removed there
 */
@Schema(
        name = "ApiKey",
        requiredProperties = {"id", "user", "roles", "tier", "configured"})
public record ApiKeyView(
        String id,
        String user,
        List<String> roles,
        String tier,
        String label,
        @JsonbProperty("created_at") Instant createdAt,
        @JsonbProperty("created_by") String createdBy,
        @JsonbProperty("revoked_at") Instant revokedAt,
        @JsonbProperty("expires_at") Instant expiresAt,
        @JsonbProperty("last_used_at") Instant lastUsedAt,
        @JsonbProperty("replaced_by") String replacedBy,
        List<String> networks,
        @JsonbProperty("publish_types") List<String> publishTypes,
        @JsonbProperty("publish_recipients_prefix") String publishRecipientsPrefix,
        boolean configured) {

    static ApiKeyView of(ApiKey key, boolean configured) {
        return new ApiKeyView(
                key.id(),
                key.user(),
                roles(key),
                key.tier().label(),
                key.label(),
                key.createdAt(),
                key.createdBy(),
                key.revokedAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.replacedBy(),
                networks(key),
                types(key),
                prefix(key),
                configured);
    }

    static List<String> roles(ApiKey key) {
        return key.roles().stream().sorted().map(Role::label).toList();
    }

    static List<String> networks(ApiKey key) {
        List<Network> networks = key.restrictions().networks();
        return networks.isEmpty() ? null : networks.stream().map(Network::text).toList();
    }

    static List<String> types(ApiKey key) {
        PublishScope scope = key.restrictions().scope();
        return scope.types().isEmpty() ? null : scope.types();
    }

    static String prefix(ApiKey key) {
        String prefix = key.restrictions().scope().recipientsPrefix();
        return prefix.isEmpty() ? null : prefix;
    }
}
