package io.marketbell.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds phrases that public texts must not contain because newcomers do not understand them. */
final class ForbiddenPhrases {
    static final List<String> ALL = List.of(
            "is told",
            "are told",
            "whoever",
            "whatever",
            "nobody asked for",
            "stands here",
            "cannot be had",
            "for want of",
            "letter box");

    /** White space, and the signs with which a comment continues on the next line. */
    private static final String BETWEEN_WORDS = "(?:\\s|\\*|//|#)+";

    private static final Pattern ANY =
            Pattern.compile("(?i)\\b(?:" + String.join("|", ALL).replace(" ", BETWEEN_WORDS) + ")\\b");

    private ForbiddenPhrases() {}

    /** Returns each occurrence as {@code name:line: phrase}. */
    static List<String> in(String name, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = ANY.matcher(text);
        while (matcher.find()) {
            long line = text.substring(0, matcher.start()).lines().count();
            boolean startsLine = matcher.start() == 0 || text.charAt(matcher.start() - 1) == '\n';
            found.add(name + ":" + (startsLine ? line + 1 : line) + ": "
                    + matcher.group().replaceAll(BETWEEN_WORDS, " "));
        }
        return found;
    }
}
