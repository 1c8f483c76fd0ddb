package io.marketbell.protection.injection;

/**
 * What speaks for an attack. A rule counts once, by its strongest sign, however often it is met: a long letter does not
 * become an attack by its length.
 */
final class Evidence {
    /** From here on it is one. */
    static final int ENOUGH = 10;

    private static final Rule[] RULES = Rule.values();

    private final byte[] points = new byte[RULES.length];
    private int sum;

    void add(Rule rule, int weight) {
        if (weight > points[rule.ordinal()]) {
            sum += Math.min(weight, 100) - points[rule.ordinal()];
            points[rule.ordinal()] = (byte) Math.min(weight, 100);
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
