package io.marketbell.injection.detector.text;

/**
 * The classes of all characters of a text together, see {@link Alphabet}: rules for absent characters can be skipped.
 *
 * @param all the classes of the characters
 * @param twice the classes of two adjacent characters
 */
public record TextTraits(int all, int twice) {
    public static TextTraits of(MutableText text) {
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

    /** Whether at least one character belongs to one of these classes. */
    public boolean have(int traits) {
        return (all & traits) != 0;
    }

    public boolean haveAll(int traits) {
        return (all & traits) == traits;
    }

    /** Whether all characters belong to no other classes than these. */
    public boolean areOnly(int traits) {
        return (all & ~traits) == 0;
    }

    /** Whether two adjacent characters belong to the class. */
    public boolean haveTwice(int traits) {
        return (twice & traits) != 0;
    }
}
