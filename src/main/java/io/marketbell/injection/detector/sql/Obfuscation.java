package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.MutableText;
import java.util.Arrays;

/** Signs of obfuscation in a text, with their positions. */
final class Obfuscation {
    /** A comment in place of a space. */
    static final int COMMENT = 0;
    /** A comment that splits a word. */
    static final int TEAR = 1;
    /** {@code uNiOn}. */
    static final int ODD_CASE = 2;
    /** A comment that one database executes. */
    static final int CONDITIONAL = 3;

    private static final int[] NONE = {};

    /** In ascending order: position and kind of each sign. */
    private int[] marks = NONE;

    private int size;
    private final int[] counts = new int[4];

    void add(int sort, int place) {
        if (size == marks.length) {
            marks = Arrays.copyOf(marks, 2 * size + 8);
        }
        marks[size++] = place << 2 | sort;
        counts[sort]++;
    }

    /** Copies the signs that another reading found between two positions. */
    void add(Obfuscation other, int from, int to) {
        for (int i = other.size == 0 ? 0 : other.first(from); i < other.size && other.marks[i] >> 2 < to; i++) {
            add(other.marks[i] & 3, other.marks[i] >> 2);
        }
    }

    private int first(int place) {
        int found = Arrays.binarySearch(marks, 0, size, place << 2);
        return found < 0 ? -found - 1 : found;
    }

    int count(int sort) {
        return counts[sort];
    }

    boolean isTorn() {
        return counts[COMMENT] > 0;
    }

    /** @param sql whether the text contains an SQL word */
    void weigh(Evidence evidence, MutableText text, boolean sql) {
        if (size == 0) {
            return;
        }
        int comments = counts[COMMENT];
        int tears = counts[TEAR];
        int odd = counts[ODD_CASE];
        evidence.addIf(counts[CONDITIONAL] > 0, Rule.DISGUISE, sql ? CERTAIN : LIKELY);
        evidence.addIf(comments > 0, Rule.DISGUISE, sql ? HALF : HINT);
        evidence.addIf(comments > 1 && sql, Rule.DISGUISE, LIKELY);
        evidence.addIf(odd > 0, Rule.DISGUISE, odd > 1 ? ALMOST_CERTAIN : LIKELY);
        if (tears > 0) {
            evidence.add(Rule.DISGUISE, Math.min(CERTAIN, tears * (isPath(text, comments) ? WEAK : HALF)));
        }
    }

    /** Whether the comments are globs of paths, which look the same. */
    private static boolean isPath(MutableText text, int comments) {
        int slashes = 0;
        for (int i = 0; i < text.length(); i++) {
            slashes += text.all[i] == '/' ? 1 : 0;
        }
        return slashes != 2 * comments;
    }
}
