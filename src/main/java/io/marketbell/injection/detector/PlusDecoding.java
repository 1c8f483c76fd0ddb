package io.marketbell.injection.detector;

/**
 * As in a form's text, pluses are spaces: but for those between two values, which may be meant. What a database would run
 * loses nothing by it: no keyword stands beside a plus that is one, and a sign before a value is of no weight.
 */
final class PlusDecoding {
    private PlusDecoding() {}

    /** Of those tokens only that are no other reading's. */
    static void leaveOut(Tokens tokens) {
        int end = behind(tokens, tokens.own());
        int count = 0;
        int next = 0; // the first token behind the run of pluses that i belongs to: found once for each run
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

    /** Whether a plus between them adds; a name before a parenthesis is a function's. */
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
