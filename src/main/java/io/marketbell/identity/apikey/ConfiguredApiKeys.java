package io.marketbell.identity.apikey;

import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys that come from the configuration and are never stored in the database: the fixed development keys, and an admin
 * key from the environment. They are valid as long as they are configured.
 */
final class ConfiguredApiKeys {
    private static final byte[] DEVELOPMENT_CALLBACK_SECRET = "mb_dev_callback_secret".getBytes(StandardCharsets.UTF_8);
    private static final String CREATED_BY = "configuration";

    private final Map<String, ApiKey> keys = new LinkedHashMap<>();
    private final boolean development;
    private final boolean admin;

    /**
     * @param development whether the fixed development keys exist
     * @param adminKey an admin's key, if any
     */
    ConfiguredApiKeys(boolean development, Optional<String> adminKey, Instant now) {
        this.development = development;
        this.admin = adminKey.isPresent();
        if (development) {
            add("dev_admin", "admin", Role.ADMIN, Tier.BROKER, now);
            add("dev_operator", "operator", Role.OPERATOR, Tier.STANDARD, now);
            add("dev_publisher", "publisher", Role.PUBLISHER, Tier.BROKER, now);
            add("dev_alice", "alice", Role.TRADER, Tier.STANDARD, now);
            add("dev_bob", "bob", Role.TRADER, Tier.PREMIUM, now);
            add("dev_broker", "desk", Role.TRADER, Tier.BROKER, now);
        }
        adminKey.ifPresent(text -> {
            ApiKeyText key = ApiKeyText.parse(text)
                    .filter(parsed -> !text.startsWith(ApiKeyText.DEVELOPMENT_PREFIX))
                    .orElseThrow(
                            () -> new IllegalStateException(
                                    "marketbell.identity.admin.key must be mb_<id>_<secret>, with a secret of 32 or more characters"));
            add(key.id(), ApiKeyHash.of(text), "admin", Role.ADMIN, Tier.BROKER, now);
        });
    }

    private void add(String id, String user, Role role, Tier tier, Instant now) {
        add(id, ApiKeyHash.of(ApiKeyText.PREFIX + id), user, role, tier, now);
    }

    private void add(String id, ApiKeyHash hash, String user, Role role, Tier tier, Instant now) {
        keys.put(id, new ApiKey(id, hash, "configured", user, Set.of(role), tier, null, now, CREATED_BY, null));
    }

    /** Returns null if there is none. */
    ApiKey find(String id) {
        return keys.get(id);
    }

    Collection<ApiKey> all() {
        return keys.values();
    }

    /** Returns whether an admin key is configured, so that none must be created. */
    boolean hasAdmin() {
        return admin;
    }

    Optional<byte[]> callbackSecret(String user) {
        return development && (user.equals("publisher") || user.equals("admin"))
                ? Optional.of(DEVELOPMENT_CALLBACK_SECRET.clone())
                : Optional.empty();
    }
}
