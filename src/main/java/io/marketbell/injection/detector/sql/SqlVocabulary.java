package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.WordList;
import java.util.Arrays;

/** The words with a meaning in SQL, from {@code words.txt}, looked up without creating strings. */
final class SqlVocabulary {
    private static final int SIZE = 2048;
    private static final int LONGEST = 32;
    /** Converts capital letters to lower case; no other two word characters become equal. */
    private static final int CASE = 32;

    /** Number of letters in a key: the last ones of a word. */
    private static final int KEYED = 8;

    private static final long[] KEYS = new long[SIZE];
    private static final byte[] LENGTHS = new byte[SIZE];
    private static final short[] KINDS = new short[SIZE];
    /** The kinds of one-letter words, by their keys. */
    private static final short[] LETTERS = new short[0x80];

    /** The words longer than their keys. */
    private static final byte[][] LONG_WORDS = new byte[SIZE][];

    static {
        Arrays.fill(LETTERS, TokenKind.WORD);
        WordList.read(SqlVocabulary.class, "words.txt")
                .forEach((kind, words) -> words.forEach(word -> put(TokenKind.named(kind), word)));
    }

    private SqlVocabulary() {}

    private static void put(short kind, String word) {
        long key = 0;
        for (char letter : word.toCharArray()) {
            key = key(key, letter);
        }
        int slot = slot(key);
        while (LENGTHS[slot] != 0) {
            slot = slot + 1 & SIZE - 1;
        }
        if (word.length() == 1) {
            LETTERS[(int) key] = kind;
        }
        KEYS[slot] = key;
        LENGTHS[slot] = (byte) word.length();
        KINDS[slot] = kind;
        LONG_WORDS[slot] = new byte[word.length()];
        for (int i = 0; i < word.length(); i++) {
            LONG_WORDS[slot][i] = (byte) (word.charAt(i) | CASE);
        }
    }

    /** Extends the key of a word by one ASCII letter. */
    static long key(long key, char letter) {
        return key << 8 | letter | CASE;
    }

    private static int slot(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 53);
    }

    /** The kind of a word; {@link TokenKind#WORD} if it has no meaning in SQL. */
    static short kind(char[] text, int from, int to) {
        long key = 0;
        for (int i = from; i < to; i++) {
            if (text[i] >= 0x80) {
                return byPrefix(text, from, to);
            }
            key = key(key, text[i]);
        }
        return kind(key, text, from, to);
    }

    /** The kind of a word of one ASCII letter. */
    static short letter(char letter) {
        return LETTERS[letter | CASE];
    }

    /** @param key key of the word, which is ASCII only */
    static short kind(long key, char[] text, int from, int to) {
        int length = to - from;
        if (length == 1) {
            return letter(text[from]);
        }
        for (int slot = slot(key); LENGTHS[slot] != 0; slot = slot + 1 & SIZE - 1) {
            if (KEYS[slot] == key
                    && LENGTHS[slot] == length
                    && (length <= KEYED || matches(LONG_WORDS[slot], text, from))) {
                return KINDS[slot];
            }
        }
        return byPrefix(text, from, to);
    }

    private static boolean matches(byte[] word, char[] text, int from) {
        for (int i = 0; i < word.length - KEYED; i++) {
            if ((text[from + i] | CASE) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Name prefixes reserved by databases. */
    static short byPrefix(char[] text, int from, int to) {
        if (to - from <= 4 || to - from > LONGEST) {
            return TokenKind.WORD;
        }
        boolean family = text[from + 2] == '_' || text[from + 3] == '_' || text[from + 4] == '_';
        if (!family) {
            return TokenKind.WORD;
        }
        if (starts(text, from, "xp_") || starts(text, from, "dbms_") || starts(text, from, "utl_")) {
            return TokenKind.SURE;
        }
        if (starts(text, from, "sp_") && to - from > 6 && !Alphabet.isDigit(text[from + 3])) {
            return TokenKind.TELLING;
        }
        if (starts(text, from, "pg_") || starts(text, from, "fn_") || starts(text, from, "ctxsys")) {
            return TokenKind.TELLING;
        }
        return TokenKind.WORD;
    }

    private static boolean starts(char[] text, int from, String prefix) {
        for (int i = 0; i < prefix.length(); i++) {
            if ((text[from + i] | CASE) != (prefix.charAt(i) | CASE)) {
                return false;
            }
        }
        return true;
    }
}
