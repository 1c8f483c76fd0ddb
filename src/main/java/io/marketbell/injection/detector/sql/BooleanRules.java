package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;

/**
 * AND, OR, XOR and their operators, with the operands on both sides. A filter such as {@code price > 100 and volume <
 * 5000} starts with a comparison; an attack attaches a comparison to a lone value.
 */
record BooleanRules(Tokens tokens, Evidence evidence) {
    /** The left operand of a junction. */
    private enum Left {
        /** A number, a string, or the end of the quoted value: an injection starts after one of these. */
        VALUE(3),
        NAME(-3),
        /** A complete comparison. */
        FILTER(-6),
        OTHER(0);

        /** Added to the weight of a comparison that follows. */
        private final int weight;

        Left(int weight) {
            this.weight = weight;
        }
    }

    private void bool(boolean found, int weight) {
        evidence.addIf(found, Rule.BOOLEAN, weight);
    }

    void at(int i) {
        int operand = tokens.afterUnary(i + 1);
        int kind = tokens.kind(operand);
        if (tokens.isOperand(operand)) {
            joined(i, operand, kind);
            return;
        }
        int next = tokens.kind(operand + 1);
        switch (kind) {
            case SELECT -> evidence.add(Rule.QUERY, operand > i + 1 || left(i) == Left.VALUE ? CERTAIN : WEAK);
            case EXISTS -> bool(next == LPAR, CERTAIN);
            case CASE -> bool(next == WHEN, STRONG);
            case LBRACE -> bool(isName(next) && left(i) == Left.VALUE, CERTAIN); // {fn …}: ODBC's escapes
            default -> {}
        }
    }

    private void joined(int i, int operand, int kind) {
        int after = tokens.afterOperand(operand);
        boolean call = tokens.kind(after - 1) == RPAR && isName(kind);
        int operator = afterArithmetic(closed(after));
        boolean significant = isSignificant(kind, operand);
        if (!significant && !isDecisive(tokens.kind(operator))) {
            return; // independent of the left side
        }
        Left left = left(i);
        if (tokens.kind(i) == PIPES && left == Left.FILTER) {
            return;
        }
        boolean negated = operand > i + 1 && !isOnlyParentheses(i + 1, operand);
        weigh(i, left, kind, call, operand, operator, negated, significant);
    }

    private int afterArithmetic(int after) {
        int at = after;
        for (int n = 0; n < RUN && isArithmetic(tokens.kind(at)); n++) {
            at = closed(tokens.afterOperand(tokens.afterUnary(at + 1)));
        }
        return at;
    }

    private int closed(int after) {
        int at = after;
        while (at < after + RUN && tokens.kind(at) == RPAR) {
            at++;
        }
        return at;
    }

    private boolean isOnlyParentheses(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.kind(i) != LPAR) {
                return false;
            }
        }
        return true;
    }

    private void weigh(
            int i, Left left, int kind, boolean call, int operand, int place, boolean negated, boolean significant) {
        int at = place;
        int operator = tokens.kind(at);
        if (operator == NOT || operator == SOUNDS) {
            operator = tokens.kind(++at);
        }
        int next = tokens.kind(at + 1);
        boolean literal = isLiteral(kind);
        boolean attached = left == Left.VALUE;
        if (isComparison(operator) || operator == QMARK && kind == STR) {
            compared(i, left, kind, call, literal || significant, operand, at, operator);
        } else if (operator == IS) {
            boolean whole = next == NULL || next == BOOL || next == NOT && isLiteral(tokens.kind(at + 2));
            bool(whole, literal ? STRONG : WEAK);
            bool(whole && attached, CERTAIN);
        } else if (operator == IN) {
            bool(next == LPAR, literal || attached ? CERTAIN : WEAK);
        } else if (operator == BETWEEN) {
            boolean range = isLiteral(next) && tokens.kind(at + 2) == LOGIC;
            bool(range, attached ? ALMOST_CERTAIN : WEAK);
            bool(range && literal, CERTAIN);
        } else if (operator == CAST_MARK) {
            bool(true, STRONG);
        } else if (significant) {
            bool(true, attached ? STRONG : HALF);
        } else if (operator == LINE || operator == SEMI && next == LINE) {
            boolean begins = left == Left.OTHER && (kind == BOOL || literal && next == END);
            evidence.add(Rule.CUT_OFF, literal && negated ? STRONG : WEAK);
            evidence.addIf(begins || attached && (literal || call), Rule.CUT_OFF, CERTAIN);
        } else if (operator == END) {
            boolean known = call && isFunction(kind);
            boolean signs = operand > i + 3 && literal && negated;
            boolean truth = kind == BOOL || kind == NULL || negated && literal || call;
            bool(known && left == Left.OTHER, PROBABLE);
            boolean whole = attached && truth && tokens.kind(i - 1) != BOOL;
            bool(whole, known || signs || kind == BOOL ? CERTAIN : STRONG);
        }
    }

    private void compared(int i, Left left, int kind, boolean call, boolean known, int operand, int at, int operator) {
        int right = tokens.afterUnary(at + 1);
        int other = tokens.kind(right);
        boolean literal = isLiteral(other);
        boolean significant = isSignificant(other, right);
        if (other == SELECT || other == CASE) {
            evidence.add(Rule.QUERY, CERTAIN);
        } else if (operator == QMARK || operator == JSON) {
            boolean text = other == STR || other == OPEN || kind == STR;
            evidence.add(Rule.CAST, text ? CERTAIN : HINT);
        } else if (known && (literal || significant)) {
            bool(true, left == Left.FILTER && !isTautology(kind, other) ? PROBABLE : CERTAIN);
        } else if (!significant && !tokens.isOperand(right)) {
            if (other == END) {
                fragment(left, known, operand, at, right);
            }
        } else if (!known && !literal && tokens.same(operand, right)) {
            bool(true, left == Left.FILTER || left == Left.NAME ? PROBABLE : CERTAIN);
        } else {
            int end = tokens.afterOperand(right);
            boolean opened = tokens.kind(i + 1) == LPAR && tokens.glued(i + 1) && isSign(i);
            if (left == Left.OTHER && (opened || operand == i + 1 && tokens.kind(end) == RPAR)) {
                bool(true, CERTAIN); // torn out of an expression
                return;
            }
            int weight = HALF;
            if (known) {
                weight = STRONG;
            } else if (literal || significant || call && isFunction(kind)) {
                weight = LIKELY;
            }
            weight += other == OPEN || tokens.kind(closed(end)) == LINE ? WEAK : 0;
            weight -= call && kind == WORD ? HINT : 0;
            bool(true, weight + left.weight);
        }
    }

    /** {@code or 1=}: another parameter continues the text. */
    private void fragment(Left left, boolean known, int operand, int at, int right) {
        boolean opened = right > at + 1;
        if (left == Left.VALUE) {
            bool(true, known ? ALMOST_CERTAIN : POSSIBLE);
            bool(known && opened, CERTAIN);
        } else if (left == Left.OTHER) {
            boolean begun = tokens.kind(right - 1) == LPAR && tokens.kind(at + 2) == END;
            boolean exclusive = tokens.first(operand) != '(' && tokens.is(operand - 1, "xor");
            bool(true, known ? PROBABLE : WEAK);
            bool(begun || known && (opened || exclusive), CERTAIN);
        }
    }

    /** {@code &&} or {@code ||} instead of a word. */
    private boolean isSign(int i) {
        return tokens.length(i) == 2 && tokens.first(i) < 'A';
    }

    /** Whether only the database server can evaluate the operand. */
    private boolean isSignificant(int kind, int i) {
        return kind == SYSVAR
                || kind == NILADIC
                || (isDatabaseFunction(kind) || kind == LIKE) && tokens.kind(i + 1) == LPAR
                || (kind == OBJECT || kind == WEAK_OBJECT || kind == FUNC) && tokens.isEmptyCall(i);
    }

    private static boolean isTautology(int kind, int other) {
        return kind == NUM && other == NUM || (kind == STR || kind == OPEN) && (other == STR || other == OPEN);
    }

    private Left left(int i) {
        int at = i - 1;
        if (tokens.kind(at) == RPAR) {
            int open = tokens.partner(at);
            int owner = tokens.kind(open - 1);
            if (open >= 0 && (owner == IN || isName(owner) && isComparison(tokens.kind(open - 2)))) {
                return Left.FILTER;
            }
            if (open >= 1 && open <= 2 && isFunction(owner)) {
                return Left.VALUE;
            }
        }
        while (at > i - RUN && tokens.kind(at) == RPAR) {
            at--;
        }
        boolean parentheses = at < i - 1;
        int kind = tokens.kind(at);
        if (kind == BREAK || at < 0) {
            return kind == BREAK || parentheses ? Left.VALUE : Left.OTHER;
        }
        boolean literal = isLiteral(kind);
        if (!literal && !isName(kind)) {
            return Left.OTHER;
        }
        int compared = tokens.kind(at - 2);
        if (isComparison(tokens.kind(at - 1))
                && (isName(compared) || compared == RPAR || isName(tokens.kind(at - 3)))) {
            return Left.FILTER;
        }
        return literal || parentheses && at > 0 ? Left.VALUE : Left.NAME;
    }
}
