package io.marketbell.monitoring.query;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.Problem.Flaw;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.json.Spelling;
import io.marketbell.metrics.Window;
import io.marketbell.time.IsoDuration;
import io.marketbell.time.Rfc3339;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Parses the query parameters. Errors are collected and reported together by {@link #requireValid}. */
public final class ReportQuery {
    /** Earliest accepted time. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<String, ? extends List<String>> given;
    private final List<Flaw> flaws = new ArrayList<>();

    public ReportQuery(Map<String, ? extends List<String>> given) {
        this.given = given;
    }

    /** Rejects all other parameters: a misspelt filter must not return everything. */
    public ReportQuery only(String... allowed) {
        List<String> names = Arrays.asList(allowed);
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                String hint = names.isEmpty() ? "; this resource has none" : Spelling.hint(name, names);
                flaw(name, "unknown parameter" + hint);
            }
        }
        return this;
    }

    public void flaw(String parameter, String detail) {
        flaws.add(new Flaw(Spelling.excerpt(parameter), detail));
    }

    public void requireValid() {
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(flaws));
        }
    }

    /** Returns null if the parameter is absent. */
    public String text(String name) {
        List<String> values = given.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1 || values.get(0).isBlank()) {
            flaw(name, "must be given once and must not be empty");
            return null;
        }
        return values.get(0).trim();
    }

    /** Accepts a repeated parameter, values separated by commas, or both. */
    public List<String> texts(String name) {
        List<String> values = given.get(name);
        if (values == null) {
            return List.of();
        }
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::trim)
                .distinct()
                .toList();
    }

    public String choice(String name, Collection<String> allowed, String otherwise) {
        String value = text(name);
        if (value == null || allowed.contains(value)) {
            return value == null ? otherwise : value;
        }
        flaw(name, Spelling.excerpt(value) + " is not one of " + String.join(", ", allowed));
        return otherwise;
    }

    public Window window() {
        return parsed(
                "window",
                text -> Window.named(text).orElseThrow(IllegalArgumentException::new),
                "one of " + String.join(", ", Window.LABELS),
                Window.MINUTE);
    }

    public Scope scope() {
        return Scope.named(choice(Scope.PARAMETER, Scope.WORDS, Scope.NODE.word()));
    }

    public int number(String name, int least, int most, int otherwise) {
        return parsed(
                name,
                text -> bounded(Integer.parseInt(text), least, most),
                "an integer from " + least + " to " + most,
                otherwise);
    }

    public Instant time(String name) {
        return parsed(
                name, ReportQuery::instant, "a time such as 2026-11-23T10:15:30Z, or seconds since 1970", (Instant)
                        null);
    }

    /** Accepts whole seconds or an ISO 8601 duration. */
    public Duration duration(String name, Duration least, Duration most) {
        return parsed(
                name,
                text -> bounded(
                        isDigits(text) ? Duration.ofSeconds(Long.parseLong(text)) : IsoDuration.parse(text),
                        least,
                        most),
                "seconds or a duration such as PT30S, from " + least + " to " + most,
                (Duration) null);
    }

    private <T> T parsed(String name, Function<String, T> reading, String expected, T otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException notOne) {
            flaw(name, Spelling.excerpt(text) + " is not " + expected);
            return otherwise;
        }
    }

    private static Instant instant(String text) {
        Instant time = isDigits(text) ? Instant.ofEpochSecond(Long.parseLong(text)) : Rfc3339.parse(text);
        return bounded(time, EARLIEST, LATEST);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static <T extends Comparable<T>> T bounded(T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("out of bounds");
        }
        return value;
    }
}
