package io.marketbell.protection.injection;

/** Which parentheses belong together. */
final class Parentheses {
    private Parentheses() {}

    /** @return of each token the other one of its pair; -1 where there is none */
    static int[] pairs(byte[] kinds, int size) {
        int[] found = new int[size];
        int open = -1; // the innermost one that is open; each holds the one around it
        for (int i = 0; i < size; i++) {
            found[i] = -1;
            int kind = kinds[i];
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
        return found;
    }
}
