package io.marketbell.channel;

import io.marketbell.json.Spelling;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Converts the filter parameters of frames and query strings to a filter. Faults are reported to the listener. */
public final class FilterParser {
    /** Maximum number of unknown values that are reported; a frame has room for thousands. */
    private static final int MAX_REPORTED = 5;

    private final NameLimits limits;
    private final Consumer<String> faults;
    private final Set<NotificationType> types = EnumSet.noneOf(NotificationType.class);
    private final Set<String> instruments = new HashSet<>();
    private final Set<String> brokers = new HashSet<>();
    private Priority minimumPriority = Priority.LOW;

    public FilterParser(NameLimits limits, Consumer<String> faults) {
        this.limits = limits;
        this.faults = faults;
    }

    public void types(List<String> values) {
        int unknownTypes = 0;
        for (String value : values) {
            Optional<NotificationType> type = named("type", value, NotificationType.known(), NotificationType::named);
            type.ifPresent(types::add);
            if (type.isEmpty() && ++unknownTypes == MAX_REPORTED) {
                return;
            }
        }
    }

    public void instruments(List<String> values) {
        names("instruments", values, instruments);
    }

    public void brokers(List<String> values) {
        names("brokers", values, brokers);
    }

    /** Null means no minimum. */
    public void minimumPriority(String value) {
        if (value != null) {
            named("priority", value, List.of(Priority.values()), Priority::named)
                    .ifPresent(found -> minimumPriority = found);
        }
    }

    public SubscriptionFilter filter() {
        return new SubscriptionFilter(types, instruments, brokers, minimumPriority);
    }

    private void names(String field, List<String> values, Set<String> names) {
        for (String value : values) {
            if (value.isBlank()) {
                faults.accept(field + " must not contain an empty string");
                return;
            }
            if (value.length() > limits.characters()) {
                faults.accept(field + " must not contain a name longer than " + limits.characters() + " characters");
                return;
            }
            names.add(value);
            if (instruments.size() + brokers.size() > limits.names()) {
                faults.accept(
                        "a subscription may have at most " + limits.names() + " instruments and brokers in total");
                return;
            }
        }
    }

    private <E extends Enum<E>> Optional<E> named(
            String what, String value, List<E> values, Function<String, Optional<E>> find) {
        Optional<E> found = find.apply(value);
        if (found.isEmpty()) {
            faults.accept("unknown " + what + ' ' + Spelling.excerpt(value)
                    + Spelling.hint(value, values.stream().map(Enum::name).toList()));
        }
        return found;
    }
}
