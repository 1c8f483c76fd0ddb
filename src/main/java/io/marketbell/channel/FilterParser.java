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
import java.util.stream.Stream;

/** Makes a filter of the words that clients use, in frames and in query parameters alike; faults go to the listener. */
public final class FilterParser {
    /** A frame holds room for thousands of misspelt words; after so many the client has understood. */
    private static final int MOST_EXPLAINED = 5;

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

    public void types(List<String> words) {
        int unknown = 0;
        for (String word : words) {
            Optional<NotificationType> type = named("type", word, NotificationType.values(), NotificationType::named);
            type.ifPresent(types::add);
            if (type.isEmpty() && ++unknown == MOST_EXPLAINED) {
                return;
            }
        }
    }

    public void instruments(List<String> words) {
        names("instruments", words, instruments);
    }

    public void brokers(List<String> words) {
        names("brokers", words, brokers);
    }

    /** Null means that nothing is demanded. */
    public void minimumPriority(String word) {
        if (word != null) {
            named("priority", word, Priority.values(), Priority::named).ifPresent(known -> minimumPriority = known);
        }
    }

    public SubscriptionFilter filter() {
        return new SubscriptionFilter(types, instruments, brokers, minimumPriority);
    }

    private void names(String field, List<String> words, Set<String> names) {
        for (String word : words) {
            if (word.isBlank()) {
                faults.accept(field + " must not contain an empty string");
                return;
            }
            if (word.length() > limits.characters()) {
                faults.accept(field + " must not contain a name longer than " + limits.characters() + " characters");
                return;
            }
            names.add(word);
            if (instruments.size() + brokers.size() > limits.names()) {
                faults.accept(
                        "a subscription may have at most " + limits.names() + " instruments and brokers in total");
                return;
            }
        }
    }

    private <E extends Enum<E>> Optional<E> named(
            String what, String word, E[] known, Function<String, Optional<E>> find) {
        Optional<E> found = find.apply(word);
        if (found.isEmpty()) {
            faults.accept("unknown " + what + ' ' + Spelling.excerpt(word)
                    + Spelling.hint(word, Stream.of(known).map(Enum::name).toList()));
        }
        return found;
    }
}
