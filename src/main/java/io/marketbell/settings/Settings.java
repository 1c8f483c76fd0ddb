package io.marketbell.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Reads settings whose names start with the prefix. A value that cannot be converted is an error that names the setting.
 * The records that hold the values check their ranges with {@link SettingRange}.
 *
 * <p>A bean that needs only a few settings has them injected instead.
 */
public record Settings(Config config, String prefix) {
    /** No settings, so that each value has its default. */
    public static final Settings NONE = new Settings(null, "");

    public int count(String name, int otherwise) {
        return value(name, Integer.class, otherwise);
    }

    public long number(String name, long otherwise) {
        return value(name, Long.class, otherwise);
    }

    public double real(String name, double otherwise) {
        return value(name, Double.class, otherwise);
    }

    /** Reads a percentage as a share from 0 to 1. */
    public double percent(String name, double otherwise) {
        return optional(name, Double.class).map(percent -> percent / 100).orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        return value(name, Boolean.class, otherwise);
    }

    public Duration milliseconds(String name, Duration otherwise) {
        return duration(name, ChronoUnit.MILLIS, otherwise);
    }

    /** @param unit the unit of the setting, which its name contains */
    public Duration duration(String name, ChronoUnit unit, Duration otherwise) {
        return optional(name, Long.class)
                .map(amount -> Duration.of(amount, unit))
                .orElse(otherwise);
    }

    /** Returns the text without surrounding white space; empty if it is not set or blank. */
    public Optional<String> text(String name) {
        return optional(name, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Returns the values of a list separated by commas, without surrounding white space. */
    public List<String> texts(String name, List<String> otherwise) {
        return config == null
                ? otherwise
                : config.getOptionalValues(prefix + name, String.class)
                        .map(texts -> texts.stream().map(String::strip).toList())
                        .orElse(otherwise);
    }

    private <T> T value(String name, Class<T> type, T otherwise) {
        return optional(name, type).orElse(otherwise);
    }

    private <T> Optional<T> optional(String name, Class<T> type) {
        return config == null ? Optional.empty() : config.getOptionalValue(prefix + name, type);
    }
}
