package io.marketbell.identity.apikey;

import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A new key with its secrets, as the resource returns it once.
 *
 * @param replaces the id of the key that it replaces, if any
 * @param replacedExpiresAt when that key expires
 */
@Schema(
        name = "IssuedApiKey",
        requiredProperties = {"id", "api_key", "user", "roles", "tier", "created_at"})
public record IssuedApiKeyView(
        String id,
        @JsonbProperty("api_key") String apiKey,
        @JsonbProperty("callback_secret") String callbackSecret,
        String user,
        List<String> roles,
        String tier,
        String label,
        @JsonbProperty("created_at") Instant createdAt,
        @JsonbProperty("expires_at") Instant expiresAt,
        List<String> networks,
        @JsonbProperty("publish_types") List<String> publishTypes,
        @JsonbProperty("publish_recipients_prefix") String publishRecipientsPrefix,
        String replaces,
        @JsonbProperty("replaced_expires_at") Instant replacedExpiresAt) {

    static IssuedApiKeyView of(ApiKeys.Issued issued) {
        return of(issued, null, null);
    }

    static IssuedApiKeyView of(ApiKeys.Rotation.Rotated rotated, String replaces) {
        return of(rotated.successor(), replaces, rotated.expiresAt());
    }

    private static IssuedApiKeyView of(ApiKeys.Issued issued, String replaces, Instant replacedExpiresAt) {
        ApiKey key = issued.key();
        return new IssuedApiKeyView(
                key.id(),
                issued.text(),
                issued.callbackSecret(),
                key.user(),
                ApiKeyView.roles(key),
                key.tier().label(),
                key.label(),
                key.createdAt(),
                key.expiresAt(),
                ApiKeyView.networks(key),
                ApiKeyView.types(key),
                ApiKeyView.prefix(key),
                replaces,
                replacedExpiresAt);
    }

    /** Omits the secrets. */
    @Override
    public String toString() {
        return "IssuedApiKeyView[" + id + "]";
    }
}
