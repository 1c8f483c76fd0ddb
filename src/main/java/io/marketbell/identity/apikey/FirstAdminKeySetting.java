package io.marketbell.identity.apikey;

import io.marketbell.settings.Settings;
import org.eclipse.microprofile.config.Config;

/** The setting {@code marketbell.identity.first.admin.key}. */
final class FirstAdminKeySetting {
    private static final String NAME = "marketbell.identity.first.admin.key";

    private FirstAdminKeySetting() {}

    /** @throws IllegalStateException if the setting has an unknown value */
    static boolean isWanted(Config config) {
        String value = new Settings(config, "").text(NAME).orElse("create");
        return switch (value) {
            case "create" -> true;
            case "none" -> false;
            default -> throw new IllegalStateException(NAME + " must be create or none, not " + value);
        };
    }
}
