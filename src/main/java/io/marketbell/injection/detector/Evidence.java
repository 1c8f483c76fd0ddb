package io.marketbell.injection.detector;

/**
 * What speaks for an attack. A rule counts once, by its strongest sign, however often it is met: a long letter does not
 * become an attack by its length. Evidence of long texts is kept by pages, too, for readings that share them.
 */
final class Evidence {
    /** From here on it is one. */
    static final int ENOUGH = 10;

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
        int points = Math.min(weight, 100);
        if (pages != null && page >= 0) {
            pages[page] = pages[page] == null ? new byte[RULES.length] : pages[page];
            pages[page][rule.ordinal()] = (byte) Math.max(points, pages[page][rule.ordinal()]);
        }
        raise(rule.ordinal(), points);
    }

    private void raise(int rule, int weight) {
        if (weight > points[rule]) {
            sum += weight - points[rule];
            points[rule] = (byte) weight;
        }
    }

    /** What is added from now on was seen on this page. */
    void turnTo(int page) {
        this.page = page;
    }

    /** What is added from now on concerns the whole of the text. */
    void close() {
        page = -1;
    }

    /** What another reading saw from this page on, which this one would see as well. */
    void takeOver(Evidence other, int from) {
        for (int i = from; i < pages.length; i++) {
            pages[i] = other.pages[i];
            for (int rule = 0; pages[i] != null && rule < RULES.length; rule++) {
                raise(rule, pages[i][rule]);
            }
        }
    }

    boolean isEnough() {
        return sum >= ENOUGH;
    }

    /** The rule that weighs most, or null where all together are not enough. */
    Rule verdict() {
        int strongest = 0;
        for (int i = 0; i < points.length; i++) {
            strongest = points[i] > points[strongest] ? i : strongest;
        }
        return isEnough() ? RULES[strongest] : null;
    }
}
