package io.marketbell.injection.detector.sql;

/**
 * Decodes pluses as spaces, as in form data, except between two values, where an addition may be intended. This hides
 * nothing that a database would execute: no keyword is adjacent to a real plus, and a sign before a value carries no
 * weight.
 */
final class PlusDecoding {
    private PlusDecoding() {}

    /** Changes only the tokens that this reading does not share with another one. */
    static void leaveOut(Tokens tokens) {
        int end = behind(tokens, tokens.own());
        int count = 0;
        int next = 0; // the first token after the run of pluses that i belongs to: found once for each run
        for (int i = 0; i < end; i++) {
            boolean plus = is(tokens, i);
            if (plus && i >= next) {
                next = behind(tokens, i);
            }
            if (!plus || adds(tokens.kind(count - 1), tokens.kind(next))) {
                tokens.move(i, count++);
            }
        }
        if (count < end) {
            tokens.leaveOut(count, end);
        }
    }

    /** Whether a plus between them is an addition; a name before a parenthesis is a function. */
    private static boolean adds(int left, int right) {
        boolean value = TokenKind.isValue(left) || left == TokenKind.RPAR || left == TokenKind.BREAK;
        return value && (TokenKind.isValue(right) || right == TokenKind.LPAR && !TokenKind.isName(left));
    }

    private static boolean is(Tokens tokens, int i) {
        return tokens.kind(i) == TokenKind.ARITH && tokens.first(i) == '+';
    }

    private static int behind(Tokens tokens, int i) {
        int at = i;
        while (is(tokens, at)) {
            at++;
        }
        return at;
    }
}
