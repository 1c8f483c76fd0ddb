package io.marketbell.publish;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of a published item; other fields are refused. */
public enum ItemField {
    TYPE,
    PRIORITY,
    INSTRUMENT,
    BROKER,
    RECIPIENTS,
    BODY,
    TIME,
    TIME_TO_LIVE,
    EXPIRES_AT,
    KEY,
    CALLBACK_URL;

    private static final Map<String, ItemField> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ItemField::label, Function.identity()));

    public static final List<String> LABELS =
            Arrays.stream(values()).map(ItemField::label).toList();

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the field with exactly this name, or null. */
    public static ItemField labelled(String name) {
        return BY_LABEL.get(name);
    }

    /** Returns the name in JSON. */
    public String label() {
        return label;
    }

    public String pointer() {
        return "/" + label;
    }
}
