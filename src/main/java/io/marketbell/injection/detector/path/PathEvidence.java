package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.finding.Severity;
import io.marketbell.injection.detector.path.PathText.Use;
import io.marketbell.injection.detector.text.MutableText;
import java.util.stream.Stream;

/**
 * The kinds of evidence for an attack with paths. Outside of free text each kind is an attack by itself: no value of this
 * application is a path, except the name of a document. Free text may mention a path or consist of one, so it requires
 * more.
 */
final class PathEvidence {
    /** A relative link climbs once or twice; an attacker, who does not know the depth, more often. */
    private static final int MANY = 3;
    /** More than any directory is deep: the rest of the text need not be read. */
    private static final int ENDLESS = 50;

    private static final char FIRST_IDEOGRAPH = 0x2E80;

    /** Kinds that say the same about a path; two of them are independent evidence only if their groups differ. */
    private enum Group {
        CLIMBING,
        NAMED,
        ROOTED,
        FOREIGN
    }

    enum Kind {
        /** {@code ../}. */
        CLIMB(Rule.DOT_SEGMENTS, Group.CLIMBING),
        /** {@code ....//}, {@code ..;x/}, {@code .. /}: segments that climb after a filter or a lenient parser. */
        DISGUISED_CLIMB(Rule.DOT_SEGMENTS, Group.CLIMBING),
        /** The name of a file that is never public. */
        SENSITIVE(Rule.SENSITIVE_FILE, Group.NAMED),
        /** A file whose name begins with a full stop. */
        HIDDEN(Rule.SENSITIVE_FILE, Group.NAMED),
        /** An absolute path to the operating system's own directories. */
        SYSTEM(Rule.ABSOLUTE_PATH, Group.ROOTED),
        /** An absolute path to a file of configuration, keys, logs or programs. */
        INTERNAL(Rule.ABSOLUTE_PATH, Group.ROOTED),
        /** Another absolute path: of a drive, of a home directory, or in a usual directory of a file system. */
        ABSOLUTE(Rule.ABSOLUTE_PATH, Group.ROOTED),
        /** {@code classpath:x}, {@code php://input}, {@code x.jar!/y}: only a program reads such a resource. */
        RESOURCE(Rule.FOREIGN_PATH, Group.FOREIGN),
        /** {@code file:/}. */
        LOCAL(Rule.FOREIGN_PATH, Group.FOREIGN),
        /** {@code \\host\share}, {@code \\?\}. */
        SHARE(Rule.FOREIGN_PATH, Group.FOREIGN),
        /** A scheme that reads from another host, other than those of the web. */
        REMOTE(Rule.FOREIGN_PATH, Group.FOREIGN);

        private final Rule rule;
        private final Group group;

        Kind(Rule rule, Group group) {
            this.rule = rule;
            this.group = group;
        }

        private int bit() {
            return 1 << ordinal();
        }
    }

    private final Use use;
    /** A bit for each kind that was found; a set would cost more than the search. */
    private int kinds;

    private int climbs;
    private boolean document;

    PathEvidence(Use use) {
        this.use = use;
    }

    void add(Kind kind) {
        kinds |= kind.bit();
        climbs += kind == Kind.CLIMB ? 1 : 0;
    }

    /** Records that an absolute path ends with the name of a document. */
    void addDocument() {
        document = true;
    }

    /** Whether the rest of the text cannot change the result. */
    boolean isEnough() {
        return use == Use.FREE_TEXT
                ? has(Kind.DISGUISED_CLIMB) || climbs >= ENDLESS
                : (kinds & ~Kind.ABSOLUTE.bit()) != 0;
    }

    /** @return null if there is no attack */
    Detection detection(MutableText text) {
        if (kinds == 0 || document && kinds == Kind.ABSOLUTE.bit()) {
            return null;
        }
        Rule rule = Kind.values()[Integer.numberOfTrailingZeros(kinds)].rule;
        if (use != Use.FREE_TEXT) {
            return new Detection(rule, Severity.SUSPICIOUS);
        }
        boolean disguised = has(Kind.DISGUISED_CLIMB);
        boolean aimed = (has(Kind.CLIMB) || disguised) && (has(Kind.SENSITIVE) || has(Kind.SYSTEM));
        if (isProse(text)) {
            return aimed || disguised || climbs >= ENDLESS ? new Detection(rule, Severity.SUSPICIOUS) : null;
        }
        if (disguised || climbs >= MANY || has(Kind.RESOURCE) || isIndependent()) {
            return new Detection(rule, Severity.UNMISTAKABLE);
        }
        return new Detection(rule, Severity.SUSPICIOUS);
    }

    private boolean has(Kind kind) {
        return (kinds & kind.bit()) != 0;
    }

    /** Whether there is evidence of more than one group. */
    private boolean isIndependent() {
        return Stream.of(Kind.values())
                        .filter(this::has)
                        .map(kind -> kind.group)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * Whether the text has words that belong to no path: a blank after a letter, a digit or a punctuation mark; or signs of
     * a script that is written without blanks.
     */
    private static boolean isProse(MutableText text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.all[i];
            char next = text.all[i + 1];
            boolean word =
                    c == ' ' && i > 0 && next != 0 && next != '/' && next != '\\' && isEndOfWord(text.all[i - 1]);
            if (word || c >= FIRST_IDEOGRAPH && Character.isLetter(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEndOfWord(char c) {
        return Character.isLetterOrDigit(c) || ",;:!?)]\"'".indexOf(c) >= 0;
    }
}
