package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;

/**
 * AND, OR, XOR and their operators, with the operands on both sides. A filter such as {@code price > 100 and volume <
 * 5000} starts with a comparison; an attack attaches a comparison to a lone value.
 */
final class BooleanRules {
    private final Tokens tokens;
    private final Evidence evidence;

    BooleanRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    /** The left operand of a junction. */
    private enum Left {
        /** A number, a string, or the end of the quoted value: an injection starts after one of these. */
        VALUE,
        NAME,
        /** A complete comparison. */
        FILTER,
        OTHER
    }

    void at(int i) {
        int operand = tokens.afterUnary(i + 1);
        int kind = tokens.kind(operand);
        if (tokens.isOperand(operand)) {
            joined(i, operand, kind);
            return;
        }
        switch (kind) {
            case TokenKind.SELECT -> evidence.add(Rule.QUERY, operand > i + 1 || left(i) == Left.VALUE ? 10 : 3);
            case TokenKind.EXISTS -> evidence.add(Rule.BOOLEAN, tokens.kind(operand + 1) == TokenKind.LPAR ? 10 : 0);
            case TokenKind.CASE -> evidence.add(Rule.BOOLEAN, tokens.kind(operand + 1) == TokenKind.WHEN ? 8 : 0);
            case TokenKind.LBRACE -> // {fn …}: ODBC's escapes
                evidence.add(
                        Rule.BOOLEAN, TokenKind.isName(tokens.kind(operand + 1)) && left(i) == Left.VALUE ? 10 : 0);
            default -> {}
        }
    }

    private void joined(int i, int operand, int kind) {
        int after = tokens.afterOperand(operand);
        boolean call = tokens.kind(after - 1) == TokenKind.RPAR && TokenKind.isName(kind);
        int operator = afterArithmetic(closed(after));
        boolean telling = isTelling(kind, operand);
        if (!telling && !TokenKind.isDecisive(tokens.kind(operator))) {
            return; // independent of the left side
        }
        Left left = left(i);
        if (tokens.kind(i) == TokenKind.PIPES && left == Left.FILTER) {
            return;
        }
        boolean negated = operand > i + 1 && !isOnlyParentheses(i + 1, operand);
        weigh(i, left, kind, call, operand, operator, negated, telling);
    }

    private int afterArithmetic(int after) {
        int at = after;
        for (int n = 0; n < 8 && TokenKind.isArithmetic(tokens.kind(at)); n++) {
            at = closed(tokens.afterOperand(tokens.afterUnary(at + 1)));
        }
        return at;
    }

    private int closed(int after) {
        int at = after;
        while (at < after + 8 && tokens.kind(at) == TokenKind.RPAR) {
            at++;
        }
        return at;
    }

    private boolean isOnlyParentheses(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.kind(i) != TokenKind.LPAR) {
                return false;
            }
        }
        return true;
    }

    private void weigh(
            int i, Left left, int kind, boolean call, int operand, int place, boolean negated, boolean telling) {
        int at = place;
        int operator = tokens.kind(at);
        if (operator == TokenKind.NOT || operator == TokenKind.SOUNDS) {
            operator = tokens.kind(++at);
        }
        boolean literal = TokenKind.isLiteral(kind);
        if (TokenKind.isComparison(operator) || operator == TokenKind.QMARK && kind == TokenKind.STR) {
            compared(i, left, kind, call, literal || telling, operand, at, operator);
        } else if (operator == TokenKind.IS) {
            boolean whole = tokens.kind(at + 1) == TokenKind.NULL
                    || tokens.kind(at + 1) == TokenKind.BOOL
                    || tokens.kind(at + 1) == TokenKind.NOT && TokenKind.isLiteral(tokens.kind(at + 2));
            evidence.add(Rule.BOOLEAN, whole ? left == Left.VALUE ? 10 : literal ? 8 : 3 : 0);
        } else if (operator == TokenKind.IN) {
            boolean list = tokens.kind(at + 1) == TokenKind.LPAR;
            evidence.add(Rule.BOOLEAN, !list ? 0 : literal || left == Left.VALUE ? 10 : 3);
        } else if (operator == TokenKind.BETWEEN) {
            boolean range = TokenKind.isLiteral(tokens.kind(at + 1)) && tokens.kind(at + 2) == TokenKind.LOGIC;
            evidence.add(Rule.BOOLEAN, !range ? 0 : literal ? 10 : left == Left.VALUE ? 9 : 3);
        } else if (operator == TokenKind.CAST_MARK) {
            evidence.add(Rule.BOOLEAN, 8);
        } else if (telling) {
            evidence.add(Rule.BOOLEAN, left == Left.VALUE ? 8 : 5);
        } else if (operator == TokenKind.LINE || operator == TokenKind.SEMI && tokens.kind(at + 1) == TokenKind.LINE) {
            evidence.add(
                    Rule.CUT_OFF,
                    left == Left.VALUE && (literal || call) || kind == TokenKind.BOOL && left == Left.OTHER
                            ? 10
                            : literal && left == Left.OTHER && tokens.kind(at + 1) == TokenKind.END
                                    ? 10
                                    : literal && negated ? 8 : 3);
        } else if (operator == TokenKind.END) {
            boolean truth = kind == TokenKind.BOOL || kind == TokenKind.NULL || negated && literal || call;
            boolean known = call && kind >= TokenKind.FUNC && kind <= TokenKind.TELLING;
            boolean signs = operand > i + 3 && literal && negated;
            evidence.add(
                    Rule.BOOLEAN,
                    left == Left.VALUE && truth && tokens.kind(i - 1) != TokenKind.BOOL
                            ? known || signs || kind == TokenKind.BOOL && tokens.kind(i - 1) != TokenKind.BOOL ? 10 : 8
                            : known && left == Left.OTHER ? 6 : 0);
        }
    }

    private void compared(int i, Left left, int kind, boolean call, boolean known, int operand, int at, int operator) {
        int right = tokens.afterUnary(at + 1);
        int other = tokens.kind(right);
        if (other == TokenKind.SELECT || other == TokenKind.CASE) {
            evidence.add(Rule.QUERY, 10);
            return;
        }
        if (operator == TokenKind.QMARK || operator == TokenKind.JSON) {
            evidence.add(
                    Rule.CAST, other == TokenKind.STR || other == TokenKind.OPEN || kind == TokenKind.STR ? 10 : 2);
            return;
        }
        boolean literal = TokenKind.isLiteral(other);
        boolean telling = isTelling(other, right);
        if (known && (literal || telling)) {
            evidence.add(Rule.BOOLEAN, left == Left.FILTER && !isTautology(kind, other) ? 6 : 10);
        } else if (!telling && !tokens.isOperand(right)) {
            boolean opened = right > at + 1;
            int fragment = left == Left.VALUE
                    ? known ? opened ? 10 : 9 : 4
                    : known && left == Left.OTHER ? opened ? 10 : 6 : 0;
            fragment = fragment == 0 && left == Left.OTHER ? 3 : fragment;
            boolean begun = left == Left.OTHER
                    && tokens.kind(right - 1) == TokenKind.LPAR
                    && tokens.kind(at + 2) == TokenKind.END;
            fragment = begun ? 10 : fragment;
            boolean exclusive = fragment == 6 && tokens.first(operand) != '(' && tokens.is(operand - 1, "xor");
            evidence.add(Rule.BOOLEAN, other == TokenKind.END ? exclusive ? 10 : fragment : 0);
        } else if (!known && !literal && tokens.same(operand, right)) {
            evidence.add(Rule.BOOLEAN, left == Left.FILTER || left == Left.NAME ? 6 : 10);
        } else {
            boolean function = call && kind >= TokenKind.FUNC && kind <= TokenKind.TELLING;
            int base = known ? 8 : literal || telling || function ? 7 : 5;
            boolean cut = tokens.kind(closed(tokens.afterOperand(right))) == TokenKind.LINE;
            int place = switch (left) {
                case VALUE -> 3;
                case OTHER -> 0;
                case NAME -> -3;
                case FILTER -> -6;
            };
            boolean torn = left == Left.OTHER
                    && (tokens.kind(i + 1) == TokenKind.LPAR
                                    && tokens.glued(i + 1)
                                    && tokens.length(i) == 2
                                    && tokens.first(i) < 'A'
                            || operand == i + 1 && tokens.kind(tokens.afterOperand(right)) == TokenKind.RPAR);
            evidence.add(
                    Rule.BOOLEAN,
                    torn
                            ? 10
                            : base
                                    + place
                                    + (cut || other == TokenKind.OPEN ? 3 : 0)
                                    + (call && kind == TokenKind.WORD ? -2 : 0));
        }
    }

    /** Whether only the database server can evaluate the operand. */
    private boolean isTelling(int kind, int i) {
        boolean call = tokens.kind(i + 1) == TokenKind.LPAR;
        return kind == TokenKind.SYSVAR
                || kind == TokenKind.NILADIC
                || call && (kind >= TokenKind.SURE && kind <= TokenKind.TELLING || kind == TokenKind.LIKE)
                || (kind == TokenKind.OBJECT || kind == TokenKind.WEAK_OBJECT || kind == TokenKind.FUNC)
                        && tokens.isEmptyCall(i);
    }

    private static boolean isTautology(int kind, int other) {
        return kind == TokenKind.NUM && other == TokenKind.NUM
                || (kind == TokenKind.STR || kind == TokenKind.OPEN)
                        && (other == TokenKind.STR || other == TokenKind.OPEN);
    }

    private Left left(int i) {
        int at = i - 1;
        boolean parentheses = false;
        if (tokens.kind(at) == TokenKind.RPAR) {
            int open = tokens.partner(at);
            int owner = tokens.kind(open - 1);
            if (open >= 0
                    && (owner == TokenKind.IN
                            || TokenKind.isName(owner) && TokenKind.isComparison(tokens.kind(open - 2)))) {
                return Left.FILTER;
            }
            if (open >= 1 && owner >= TokenKind.FUNC && owner <= TokenKind.TELLING && open <= 2) {
                return Left.VALUE;
            }
        }
        while (at > i - 8 && tokens.kind(at) == TokenKind.RPAR) {
            parentheses = true;
            at--;
        }
        int kind = tokens.kind(at);
        int before = tokens.kind(at - 1);
        if (kind == TokenKind.BREAK || kind == TokenKind.END && at < 0) {
            return kind == TokenKind.BREAK || parentheses ? Left.VALUE : Left.OTHER;
        }
        if (TokenKind.isLiteral(kind) || TokenKind.isName(kind)) {
            boolean compared = TokenKind.isComparison(before) && TokenKind.isName(tokens.kind(at - 2))
                    || TokenKind.isComparison(before) && TokenKind.isName(tokens.kind(at - 3))
                    || TokenKind.isComparison(before) && tokens.kind(at - 2) == TokenKind.RPAR;
            if (compared) {
                return Left.FILTER;
            }
            boolean lone = at == 0
                    || at - 1 == 0
                    || before == TokenKind.BREAK
                    || before == TokenKind.LPAR
                    || TokenKind.isArithmetic(before)
                    || before == TokenKind.CMP;
            return TokenKind.isLiteral(kind)
                    ? Left.VALUE
                    : at == 0 && lone ? Left.NAME : parentheses ? Left.VALUE : Left.NAME;
        }
        return Left.OTHER;
    }
}
