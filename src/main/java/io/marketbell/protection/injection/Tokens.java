package io.marketbell.protection.injection;

import java.util.Arrays;

/** A text cut into tokens. Reading before the first or behind the last one gives {@link Kind#END}. */
final class Tokens {
    private final Chars text;
    /** What the text holds beside its tokens. */
    final Disguise disguise = new Disguise();

    /** Kind, beginning and end of each. */
    private long[] cells;

    private int size;
    private int[] partners;
    int steps;

    Tokens(Chars text) {
        this.text = text;
        this.cells = new long[16 + text.length() / 3];
    }

    void add(short kind, int from, int to) {
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, 2 * size);
        }
        cells[size++] = (long) kind << 56 | (long) from << 28 | to;
    }

    /** From here on they are those of another reading. */
    void goOnAs(Tokens other, int first) {
        int more = other.size - first;
        if (size + more > cells.length) {
            cells = Arrays.copyOf(cells, size + more);
        }
        System.arraycopy(other.cells, first, cells, size, more);
        disguise.addFrom(other.disguise, other.from(first));
        size += more;
        steps += more;
    }

    /** As a form's text is read: a plus is a space. */
    void dropPluses() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (text.all[from(i)] != '+') {
                cells[kept++] = cells[i];
            }
        }
        steps += size;
        size = kept;
        partners = null;
    }

    /** Whether the text is read as standing in a quote that it ends. */
    boolean isBroken() {
        return size > 0 && kind(0) == Kind.BREAK;
    }

    int size() {
        return size;
    }

    int kind(int i) {
        steps++;
        return i < 0 || i >= size ? Kind.END : (int) (cells[i] >>> 56);
    }

    int from(int i) {
        return (int) (cells[i] >>> 28) & (1 << 28) - 1;
    }

    int to(int i) {
        return (int) cells[i] & (1 << 28) - 1;
    }

    int length(int i) {
        return to(i) - from(i);
    }

    /** The first character of a token. */
    char first(int i) {
        return text.all[from(i)];
    }

    /** The character behind the first ones of a token. */
    char behindFirst(int i, int ahead) {
        return text.all[from(i) + ahead];
    }

    /** The character before a token; 0 before the text. */
    char before(int i) {
        return from(i) > 0 ? text.all[from(i) - 1] : 0;
    }

    boolean glued(int i) {
        return i > 0 && i < size && to(i - 1) == from(i);
    }

    /** Whether a token is a word of small letters, in whatever case. */
    boolean is(int i, String word) {
        if (i < 0 || i >= size || length(i) != word.length()) {
            return false;
        }
        for (int n = 0; n < word.length(); n++) {
            if ((behindFirst(i, n) | 32) != word.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    boolean same(int i, int j) {
        int length = length(i);
        if (length > 64 || length != length(j)) {
            return false;
        }
        for (int n = 0; n < length; n++) {
            if (Character.toLowerCase(behindFirst(i, n)) != Character.toLowerCase(behindFirst(j, n))) {
                return false;
            }
        }
        return true;
    }

    /** After the operand that begins here: a call with what is in its parentheses, a name with its dots. */
    int afterOperand(int i) {
        int at = i + 1;
        while (kind(at) == Kind.DOT && at - i < 8) {
            at += 2;
        }
        if (kind(at) == Kind.QUOTED_NAME && first(at) == '[' && glued(at)) {
            at++; // an element of an array
        }
        return kind(at) == Kind.LPAR ? afterParentheses(at) : at;
    }

    /** Behind the parenthesis that closes the one here; the text's end where none does. */
    int afterParentheses(int open) {
        return partner(open) < 0 ? size : partner(open) + 1;
    }

    /** The other one of a pair of parentheses, or -1. All pairs are found in one go: asking costs nothing. */
    int partner(int parenthesis) {
        if (partners == null) {
            partners = pairs();
        }
        return partners[parenthesis];
    }

    private int[] pairs() {
        int[] found = new int[size];
        int open = -1; // the innermost one that is open; each holds the one around it
        for (int i = 0; i < size; i++) {
            found[i] = -1;
            int kind = (int) (cells[i] >>> 56);
            if (kind == Kind.LPAR) {
                found[i] = open;
                open = i;
            } else if (kind == Kind.RPAR && open >= 0) {
                int around = found[open];
                found[open] = i;
                found[i] = open;
                open = around;
            }
        }
        while (open >= 0) {
            int around = found[open];
            found[open] = -1;
            open = around;
        }
        steps += size;
        return found;
    }

    /** Past what may stand before an operand. */
    int afterUnary(int i) {
        int at = i;
        while (at < i + 24 && isUnary(at)) {
            at++;
        }
        return at;
    }

    private boolean isUnary(int i) {
        int kind = kind(i);
        return Kind.isUnary(kind)
                || kind == Kind.ARITH && "-+~".indexOf(first(i)) >= 0
                || kind == Kind.LINE && first(i) == '-'
                || kind == Kind.QUANTIFIER && kind(i + 1) == Kind.LPAR;
    }

    /** A call with nothing in its parentheses. */
    boolean isEmptyCall(int i) {
        return kind(i + 1) == Kind.LPAR && kind(i + 2) == Kind.RPAR;
    }

    /** Whether a value or a name stands here; an article is a name to a database if it is compared. */
    boolean isOperand(int i) {
        int kind = kind(i);
        return Kind.isLiteral(kind)
                || Kind.isName(kind)
                || kind == Kind.LIKE && kind(i + 1) == Kind.LPAR
                || kind == Kind.PROSE && (kind(i + 1) == Kind.CMP || kind(i - 1) == Kind.CMP);
    }

    int textLength() {
        return text.length();
    }
}
