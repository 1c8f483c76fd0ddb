package io.marketbell.edge;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of media types in {@code Accept} and {@code Content-Type} (RFC 9110, sections 8.3.1 and 12.5.1). */
final class MediaTypes {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final Pattern RANGE = Pattern.compile("[ \\t]*+(?:" + TOKEN + "/" + TOKEN + "|\\*)[ \\t]*+");
    private static final Pattern PARAMETER = Pattern.compile(
            ";[ \\t]*+(" + TOKEN + ")[ \\t]*+=[ \\t]*+(" + TOKEN + "|" + QUOTED + ")[ \\t]*+", Pattern.DOTALL);
    /** Accepts more digits than the three of the standard. */
    private static final Pattern WEIGHT = Pattern.compile("0?\\.[0-9]{1,16}|0\\.?|1(?:\\.0{0,16})?");

    /** A range in place of a type or a subtype. */
    private static final Pattern WILDCARD =
            Pattern.compile("[ \\t]*+(?:\\*|[^;]*/\\*[ \\t]*+(?:;|$)).*", Pattern.DOTALL);

    private MediaTypes() {}

    /** The syntax error in the value of {@code Accept}; empty if it is valid. */
    static Optional<String> faultOfList(String value) {
        Matcher matcher = RANGE.matcher(value);
        int at = 0;
        while (true) {
            if (!matcher.usePattern(RANGE).region(at, value.length()).lookingAt()) {
                return Optional.of("is not a list of media types");
            }
            at = parameters(matcher, value);
            if (at < 0) {
                return Optional.of("has a q that is not a number from 0 to 1");
            }
            if (at == value.length()) {
                return Optional.empty();
            }
            if (value.charAt(at) != ',') {
                return Optional.of("is not a list of media types");
            }
            at++;
        }
    }

    /** The syntax error in the value of {@code Content-Type}; empty if it is valid. */
    static Optional<String> faultOfOne(String value) {
        Matcher matcher = RANGE.matcher(value);
        if (!matcher.lookingAt() || WILDCARD.matcher(value).matches()) {
            return Optional.of("is not a media type");
        }
        int end = parameters(matcher, value);
        if (end < 0) {
            return Optional.of("has a q that is not a number from 0 to 1");
        }
        return end == value.length() ? Optional.empty() : Optional.of("is not a media type");
    }

    /**
     * The values of all charset parameters, in lower case: if there are several, implementations choose different ones.
     * The value must be well-formed.
     */
    static List<String> charsets(String value) {
        return PARAMETER
                .matcher(value)
                .results()
                .filter(parameter -> parameter.group(1).equalsIgnoreCase("charset"))
                .map(parameter -> parameter.group(2).replace("\"", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    /** @return the end of the parameters; -1 if a weight is invalid */
    private static int parameters(Matcher matcher, String value) {
        int at = matcher.end();
        matcher.usePattern(PARAMETER);
        while (matcher.region(at, value.length()).lookingAt()) {
            if (matcher.group(1).equalsIgnoreCase("q")
                    && !WEIGHT.matcher(matcher.group(2)).matches()) {
                return -1;
            }
            at = matcher.end();
        }
        return at;
    }
}
