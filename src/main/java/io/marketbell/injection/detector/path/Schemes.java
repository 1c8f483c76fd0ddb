package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.path.PathEvidence.Kind;

/** Schemes of URLs that no client of this application uses. */
final class Schemes {
    private static final String[] LOCAL = SensitiveFiles.words("schemes.local");
    private static final String[] NESTED = SensitiveFiles.words("schemes.nested");
    private static final String[] REMOTE = SensitiveFiles.words("schemes.remote");
    private static final String[] STREAMS = SensitiveFiles.words("streams.php");
    private static final String CLASSPATH = "classpath";

    private Schemes() {}

    static void find(FoldedPath path, int colon, PathEvidence evidence) {
        char after = path.at(colon + 1);
        boolean slash = after == '/';
        boolean twice = slash && path.at(colon + 2) == '/';
        if (after == '$' && path.at(colon - 1) == ':') {
            add(FoldedPath.isLetter(path.at(colon + 2)), Kind.RESOURCE, evidence); // a.txt::$data
        }
        if (after <= ' ') {
            return;
        }
        boolean star = path.at(colon - 1) == '*';
        add(is(path, CLASSPATH, star ? colon - 1 : colon), Kind.RESOURCE, evidence);
        boolean pathlike = slash || after == '.' || after == '%' || after == '~';
        add(pathlike && is(path, "file", colon), Kind.LOCAL, evidence);
        if (twice) {
            add(any(path, LOCAL, colon), Kind.RESOURCE, evidence);
            add(is(path, "php", colon) && isStream(path, colon + 3), Kind.RESOURCE, evidence);
            add(any(path, REMOTE, colon), Kind.REMOTE, evidence);
        }
        if (slash || isScheme(path, colon + 1)) {
            add(any(path, NESTED, colon), Kind.RESOURCE, evidence);
        }
    }

    private static void add(boolean found, Kind kind, PathEvidence evidence) {
        if (found) {
            evidence.add(kind);
        }
    }

    /** {@code file:}, {@code http:}: a word of letters and a colon. */
    private static boolean isScheme(FoldedPath path, int from) {
        int at = from;
        while (at < from + 8 && FoldedPath.isLetter(path.at(at))) {
            at++;
        }
        return at > from + 2 && path.at(at) == ':';
    }

    /** The streams of PHP, which is also a currency. */
    private static boolean isStream(FoldedPath path, int from) {
        for (String stream : STREAMS) {
            if (from + stream.length() <= path.length() && matches(path, from, stream)) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(FoldedPath path, String[] words, int colon) {
        for (String word : words) {
            if (is(path, word, colon)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(FoldedPath path, String word, int colon) {
        int start = colon - word.length();
        if (start < 0 || FoldedPath.isLetter(path.at(start - 1))) {
            return false;
        }
        return matches(path, start, word);
    }

    private static boolean matches(FoldedPath path, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (path.all[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
