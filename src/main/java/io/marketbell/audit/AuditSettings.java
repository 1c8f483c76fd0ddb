package io.marketbell.audit;

import io.marketbell.settings.SettingRange;
import io.marketbell.settings.Settings;
import org.eclipse.microprofile.config.Config;

/** The settings {@code marketbell.audit.*}. */
final class AuditSettings {
    private static final int REFUSALS_PER_MINUTE = 100;
    private static final int MOST_REFUSALS_PER_MINUTE = 400;

    private AuditSettings() {}

    /** The entries about refused requests that a node stores per minute, at most. */
    static int refusalsPerMinute(Config config) {
        int bound = new Settings(config, "marketbell.audit.").count("refusals.per.minute", REFUSALS_PER_MINUTE);
        SettingRange.between(1, MOST_REFUSALS_PER_MINUTE, "marketbell.audit.refusals.per.minute", bound);
        return bound;
    }
}
