package io.marketbell.operations;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats all fields of the product's objects, at any depth, so that two objects with the same settings have the same
 * text.
 */
final class FieldText {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private FieldText() {}

    static String of(Object object) {
        return new FieldText().text(object);
    }

    private String text(Object object) {
        if (object instanceof Double number) {
            return String.format(Locale.ROOT, "%.9f", number); // 99.9 percent is not exactly 0.999
        }
        if (object instanceof Optional<?> optional) {
            return optional.map(this::text).orElse("empty");
        }
        if (object instanceof Map<?, ?> map) {
            return sorted(map.entrySet(), entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    + fields(object);
        }
        if (object instanceof Set<?> set) {
            return sorted(set, this::text);
        }
        if (object instanceof Collection<?> list) {
            return list.stream().map(this::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (object != null && object.getClass().isArray()) {
            return Stream.iterate(0, i -> i + 1)
                    .limit(Array.getLength(object))
                    .map(i -> text(Array.get(object, i)))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return isOurs(object) ? fields(object) : plain(object);
    }

    private static <E> String sorted(Collection<E> elements, Function<E, String> text) {
        return new TreeSet<>(elements.stream().map(text).toList()).toString();
    }

    private static boolean isOurs(Object object) {
        return object != null
                && !(object instanceof Enum<?>)
                && object.getClass().getName().startsWith("io.marketbell.");
    }

    /** Other objects have an identity instead of a value, which differs each time. */
    private static String plain(Object object) {
        boolean value = object == null
                || object instanceof CharSequence
                || object instanceof Number
                || object instanceof Boolean
                || object instanceof Enum<?>
                || object instanceof Duration;
        return value
                ? String.valueOf(object)
                : object.getClass().getSimpleName().replaceAll("/.*", "");
    }

    private String fields(Object object) {
        if (!isOurs(object) || !seen.add(object)) {
            return "";
        }
        StringBuilder text = new StringBuilder(plain(object)).append('{');
        for (Class<?> type = object.getClass();
                type.getName().startsWith("io.marketbell.");
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    text.append(field.getName())
                            .append('=')
                            .append(value(field, object))
                            .append(' ');
                }
            }
        }
        return text.append('}').toString();
    }

    private String value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return text(field.get(object));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
