package io.marketbell.app;

import io.marketbell.journal.log.JournalLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** Journal settings from MicroProfile Config, listed in docs/reference/settings.md. */
record JournalConfiguration(Config config) {
    private static final String PREFIX = "marketbell.journal.";

    JournalLimits limits() {
        JournalLimits defaults = JournalLimits.DEFAULT;
        return new JournalLimits(
                number("group.size", defaults.groupSize()),
                number("queue.size", defaults.queueSize()),
                milliseconds("patience.ms", defaults.patience()),
                milliseconds("write.behind.ms", defaults.writeBehind()),
                number("progress.saved", defaults.progressSaved()),
                number("readers.kept", defaults.usersKept()),
                number("expired.rows", defaults.expiredRows()),
                config.getOptionalValue(PREFIX + "progress.retention.days", Long.class)
                        .map(Duration::ofDays)
                        .orElse(defaults.progressKept()),
                milliseconds("poll.ms", defaults.poll()),
                milliseconds("answer.ms", defaults.answerWithin()));
    }

    private int number(String name, int otherwise) {
        return config.getOptionalValue(PREFIX + name, Integer.class).orElse(otherwise);
    }

    private Duration milliseconds(String name, Duration otherwise) {
        return config.getOptionalValue(PREFIX + name, Long.class)
                .map(Duration::ofMillis)
                .orElse(otherwise);
    }
}
