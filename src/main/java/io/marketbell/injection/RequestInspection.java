package io.marketbell.injection;

import io.marketbell.injection.detector.text.WordList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Splits a request, except its body, into parts and inspects each part until one is refused. */
record RequestInspection(InjectionGuard guard) {
    /** Headers whose values do not come from the caller, or are only compared. */
    private static final Set<String> OF_THE_PROTOCOL =
            Set.copyOf(WordList.read(RequestInspection.class, "headers.txt").get("protocol"));

    /**
     * The same names in their usual spelling, which avoids converting a name to lower case: lower case over HTTP/2,
     * capitalized otherwise.
     */
    private static final Set<String> AS_USUAL = Stream.concat(
                    Stream.of("X-API-Key"),
                    OF_THE_PROTOCOL.stream().flatMap(name -> Stream.of(name, capitalised(name))))
            .collect(Collectors.toUnmodifiableSet());

    private static final String PATH = "path";
    private static final String COOKIE = "cookie";
    private static final int NAME_LENGTH = 64;

    /**
     * Inspects the path as a whole, and each segment that only a value can be: an attack in a value often begins with it.
     *
     * @param raw the path as in the request line
     */
    Optional<InjectionFinding> path(String raw) {
        Optional<InjectionFinding> found = inspect(TextPlace.PATH, () -> PATH, raw);
        for (int from = 1; from < raw.length() && found.isEmpty(); ) {
            int end = raw.indexOf('/', from);
            int to = end < 0 ? raw.length() : end;
            if (isValue(raw, from, to)) {
                found = inspect(TextPlace.SEGMENT, () -> PATH, raw.substring(from, to));
            }
            from = to + 1;
        }
        return found;
    }

    /** Whether a segment contains other characters than those of names. */
    private static boolean isValue(String raw, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && c != '-' && c != '_' && c != '.') {
                return true;
            }
        }
        return false;
    }

    /** @param raw the query without the question mark; or null */
    Optional<InjectionFinding> query(String raw) {
        return raw == null ? Optional.empty() : pairs(TextPlace.QUERY, raw, '&');
    }

    /** Inspects the names and the values of {@code name=value} pairs. */
    private Optional<InjectionFinding> pairs(TextPlace place, String raw, char separator) {
        Optional<InjectionFinding> found = Optional.empty();
        for (int from = 0; from < raw.length() && found.isEmpty(); ) {
            int end = raw.indexOf(separator, from);
            int to = end < 0 ? raw.length() : end;
            int equals = raw.indexOf('=', from);
            boolean pair = equals >= 0 && equals < to;
            String part = raw.substring(from, pair ? equals : to);
            String name = place == TextPlace.COOKIE ? part.strip() : part;
            found = inspect(place, place::label, name);
            if (found.isEmpty() && pair) {
                found = inspect(place, () -> place.label() + "/" + named(name), raw.substring(equals + 1, to));
            }
            from = to + 1;
        }
        return found;
    }

    /** Whether a header contains values chosen by the caller. */
    static boolean carriesValues(String name) {
        if (AS_USUAL.contains(name)) {
            return false;
        }
        String known = name.toLowerCase(Locale.ROOT);
        return !OF_THE_PROTOCOL.contains(known) && !known.startsWith("sec-");
    }

    /** @param name name of a header for which {@link #carriesValues} is true */
    Optional<InjectionFinding> header(String name, String value) {
        return name.equalsIgnoreCase(COOKIE)
                ? pairs(TextPlace.COOKIE, value, ';')
                : inspect(TextPlace.HEADER, () -> "header/" + named(name), value);
    }

    private Optional<InjectionFinding> inspect(TextPlace place, Supplier<String> name, String text) {
        return guard.refusal(TextSource.REQUEST, place, name, text);
    }

    private static String capitalised(String name) {
        return Stream.of(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }

    private static String named(String name) {
        return name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) + "..." : name;
    }
}
