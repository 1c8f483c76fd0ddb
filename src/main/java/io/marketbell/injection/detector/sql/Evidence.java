package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;

/**
 * The evidence for an attack in a text. A rule counts once, by its strongest match, regardless of the number of
 * matches, so that length alone does not make a long letter an attack. For long texts, evidence is also kept by page,
 * so that readings can share it.
 */
final class Evidence {
    private static final int PAGE_BITS = 10;
    private static final Rule[] RULES = Rule.values();

    private final byte[] points = new byte[RULES.length];
    private final byte[][] pages;
    private int page;
    private int sum;

    /** @param length of the text */
    Evidence(int length) {
        int count = (length >> PAGE_BITS) + 1;
        pages = count > 1 ? new byte[count][] : null;
    }

    static int page(int place) {
        return place >> PAGE_BITS;
    }

    void add(Rule rule, int weight) {
        if (weight <= 0) {
            return;
        }
        int points = Math.min(weight, Weights.MAXIMUM);
        if (pages != null && page >= 0) {
            addToPage(rule.ordinal(), points);
        }
        raise(rule.ordinal(), points);
    }

    /** Not part of {@link #add}, because HotSpot copies that method into the rules and only long texts need this. */
    private void addToPage(int rule, int weight) {
        pages[page] = pages[page] == null ? new byte[RULES.length] : pages[page];
        pages[page][rule] = (byte) Math.max(weight, pages[page][rule]);
    }

    void addIf(boolean found, Rule rule, int weight) {
        if (found) {
            add(rule, weight);
        }
    }

    private void raise(int rule, int weight) {
        if (weight > points[rule]) {
            sum += weight - points[rule];
            points[rule] = (byte) weight;
        }
    }

    /** Evidence added from now on belongs to this page. */
    void turnTo(int page) {
        this.page = page;
    }

    /** Evidence added from now on concerns the whole text. */
    void close() {
        page = -1;
    }

    /** Adopts the evidence of another reading from this page on, where both readings are the same. */
    void takeOver(Evidence other, int from) {
        for (int i = from; i < pages.length; i++) {
            pages[i] = other.pages[i];
            for (int rule = 0; pages[i] != null && rule < RULES.length; rule++) {
                raise(rule, pages[i][rule]);
            }
        }
    }

    boolean isEnough() {
        return sum >= Weights.CERTAIN;
    }

    /** The rule with the highest weight, or null if the sum is too low. */
    Rule verdict() {
        int strongest = 0;
        for (int i = 0; i < points.length; i++) {
            strongest = points[i] > points[strongest] ? i : strongest;
        }
        return isEnough() ? RULES[strongest] : null;
    }
}
