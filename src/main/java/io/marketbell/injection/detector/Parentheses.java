package io.marketbell.injection.detector;

/** Matches opening and closing parentheses. */
final class Parentheses {
    private Parentheses() {}

    /** @return for each token the index of the matching parenthesis plus 1; 0 if there is none */
    static int[] pairs(byte[] kinds, int size) {
        int[] found = new int[size];
        int open = 0; // the innermost open one, plus 1; each entry holds the enclosing one
        for (int i = 0; i < size; i++) {
            int kind = kinds[i];
            if (kind == TokenKind.LPAR) {
                found[i] = open;
                open = i + 1;
            } else if (kind == TokenKind.RPAR && open > 0) {
                int around = found[open - 1];
                found[open - 1] = i + 1;
                found[i] = open;
                open = around;
            }
        }
        while (open > 0) {
            int around = found[open - 1];
            found[open - 1] = 0;
            open = around;
        }
        return found;
    }
}
