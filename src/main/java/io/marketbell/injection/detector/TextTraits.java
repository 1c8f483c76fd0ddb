package io.marketbell.injection.detector;

/** What can be said of a text's characters, all of them together: what need not be looked for in it. See {@link Alphabet}. */
final class TextTraits {
    private final int all;
    private final int twice;

    private TextTraits(int all, int twice) {
        this.all = all;
        this.twice = twice;
    }

    static TextTraits of(MutableText text) {
        char[] characters = text.all;
        int all = 0;
        int twice = 0;
        int before = 0;
        for (int i = 0, length = text.length(); i < length; i++) {
            int traits = Alphabet.traits(characters[i]);
            all |= traits;
            twice |= traits & before;
            before = traits;
        }
        return new TextTraits(all, twice);
    }

    /** Whether one of these can be said of at least one character. */
    boolean have(int traits) {
        return (all & traits) != 0;
    }

    boolean haveAll(int traits) {
        return (all & traits) == traits;
    }

    /** Whether of no character more than these can be said. */
    boolean areOnly(int traits) {
        return (all & ~traits) == 0;
    }

    /** Whether two characters of the sort stand side by side. */
    boolean haveTwice(int traits) {
        return (twice & traits) != 0;
    }
}
