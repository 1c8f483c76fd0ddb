package io.marketbell.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** A configuration with given values that records the names and types that are read. */
public final class RecordingConfig implements Config {
    private final Map<String, String> values;
    private final Map<String, Class<?>> read = new TreeMap<>();

    public RecordingConfig(Map<String, String> values) {
        this.values = values;
    }

    Map<String, Class<?>> read() {
        return read;
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        read.put(name, type);
        return Optional.ofNullable(values.get(name)).map(text -> type.cast(converted(text, type)));
    }

    @Override
    public <T> Optional<List<T>> getOptionalValues(String name, Class<T> type) {
        read.put(name, List.class);
        return Optional.ofNullable(values.get(name))
                .map(text -> Arrays.stream(text.split(","))
                        .map(each -> type.cast(converted(each, type)))
                        .toList());
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return getOptionalValue(name, type).orElseThrow();
    }

    private static Object converted(String text, Class<?> type) {
        if (type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == Long.class) {
            return Long.valueOf(text);
        }
        if (type == Double.class) {
            return Double.valueOf(text);
        }
        if (type == Boolean.class) {
            return Boolean.valueOf(text);
        }
        return type == String[].class ? text.split(",") : text;
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        throw new UnsupportedOperationException("read " + name + " by getOptionalValue");
    }

    @Override
    public Iterable<String> getPropertyNames() {
        throw new UnsupportedOperationException("read settings by their names");
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        throw new UnsupportedOperationException("read settings by their names");
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new IllegalArgumentException(type.getName());
    }
}
