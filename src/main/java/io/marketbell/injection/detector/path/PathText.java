package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.MutableText;
import io.marketbell.injection.detector.text.TextTraits;

/** Detects path traversal, paths of the server's file system, and names of sensitive files. */
public final class PathText {
    /** Characters that matter only together with certain others. */
    private static final int PERHAPS = Alphabet.POINT | Alphabet.WIDE;

    private static final int HEXADECIMAL = Alphabet.ZERO | Alphabet.X;

    private PathText() {}

    /** The use of a text determines what is expected in it. */
    public enum Use {
        /** The path of a URL: absolute by nature. */
        URL,
        /** A value of which nothing is expected to be a path. */
        VALUE,
        /** Prose, which may mention paths. */
        FREE_TEXT
    }

    /**
     * @param traits classes of the text's characters
     * @return null if nothing is found
     */
    public static Detection inspect(MutableText text, TextTraits traits, Use use) {
        boolean perhaps = traits.have(PERHAPS) || traits.haveAll(HEXADECIMAL);
        if (!traits.have(Alphabet.PATH) && !(perhaps && hasSigns(text.all, text.length()))) {
            return null;
        }
        PathEvidence evidence = new PathEvidence(use);
        new PathWalk(new FoldedPath(text), use, evidence).walk();
        return evidence.detection(text);
    }

    private static boolean hasSigns(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            boolean sign = switch (text[i]) {
                case '.' -> isSignificant(text, i);
                case ':' -> isSignificantColon(text, i);
                case 'x' -> i > 0 && text[i - 1] == '0';
                default -> text[i] >= 0xE000 && text[i] <= 0xF8FF;
            };
            if (sign) {
                return true;
            }
        }
        return false;
    }

    /** Whether the full stop neither ends a sentence nor is part of a number. */
    private static boolean isSignificant(char[] text, int stop) {
        return stop == 1 || stop > 1 && (text[stop - 1] == '.' || text[stop - 1] == 'x') || text[stop + 1] >= 'A';
    }

    /** {@code jar:f}, {@code classpath:a}, {@code a::$data}: other schemes need a slash after the colon. */
    private static boolean isSignificantColon(char[] text, int colon) {
        char after = text[colon + 1];
        char before = colon > 1 ? text[colon - 1] : 0;
        boolean classes = (before | 32) == 'h' || before == '*';
        return before != 0 && ((after | 32) == 'f' || classes || after == '$' || FoldedPath.isHidden(after));
    }
}
