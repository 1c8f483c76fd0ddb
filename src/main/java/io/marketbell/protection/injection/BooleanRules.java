package io.marketbell.protection.injection;

/**
 * AND, OR, XOR and their signs, with what stands on both sides. A filter such as {@code price > 100 and volume < 5000}
 * compares before it joins; an attack hangs a comparison on a lone value.
 */
final class BooleanRules {
    private final Tokens tokens;
    private final Evidence evidence;

    BooleanRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    /** What stands to the left of a junction. */
    private enum Left {
        /** A number, a string, the end of the value: what an attacker breaks out of. */
        VALUE,
        NAME,
        /** A whole comparison. */
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
            case Kind.SELECT -> evidence.add(Rule.QUERY, operand > i + 1 || left(i) == Left.VALUE ? 10 : 3);
            case Kind.EXISTS -> evidence.add(Rule.BOOLEAN, tokens.kind(operand + 1) == Kind.LPAR ? 10 : 0);
            case Kind.CASE -> evidence.add(Rule.BOOLEAN, tokens.kind(operand + 1) == Kind.WHEN ? 8 : 0);
            case Kind.LBRACE -> // {fn …}: ODBC's escapes
                evidence.add(Rule.BOOLEAN, Kind.isName(tokens.kind(operand + 1)) && left(i) == Left.VALUE ? 10 : 0);
            default -> {}
        }
    }

    private void joined(int i, int operand, int kind) {
        int after = tokens.afterOperand(operand);
        boolean call = tokens.kind(after - 1) == Kind.RPAR && Kind.isName(kind);
        int operator = afterArithmetic(closed(after));
        boolean telling = isTelling(kind, operand);
        if (!telling && !Kind.isDecisive(tokens.kind(operator))) {
            return; // independent of the left side
        }
        Left left = left(i);
        if (tokens.kind(i) == Kind.PIPES && left == Left.FILTER) {
            return;
        }
        boolean negated = operand > i + 1 && !isOnlyParentheses(i + 1, operand);
        weigh(i, left, kind, call, operand, operator, negated, telling);
    }

    private int afterArithmetic(int after) {
        int at = after;
        for (int n = 0; n < 8 && Kind.isArithmetic(tokens.kind(at)); n++) {
            at = closed(tokens.afterOperand(tokens.afterUnary(at + 1)));
        }
        return at;
    }

    private int closed(int after) {
        int at = after;
        while (at < after + 8 && tokens.kind(at) == Kind.RPAR) {
            at++;
        }
        return at;
    }

    private boolean isOnlyParentheses(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.kind(i) != Kind.LPAR) {
                return false;
            }
        }
        return true;
    }

    private void weigh(
            int i, Left left, int kind, boolean call, int operand, int place, boolean negated, boolean telling) {
        int at = place;
        int operator = tokens.kind(at);
        if (operator == Kind.NOT || operator == Kind.SOUNDS) {
            operator = tokens.kind(++at);
        }
        boolean literal = Kind.isLiteral(kind);
        if (Kind.isComparison(operator) || operator == Kind.QMARK && kind == Kind.STR) {
            compared(i, left, kind, call, literal || telling, operand, at, operator);
        } else if (operator == Kind.IS) {
            boolean whole = tokens.kind(at + 1) == Kind.NULL
                    || tokens.kind(at + 1) == Kind.BOOL
                    || tokens.kind(at + 1) == Kind.NOT && Kind.isLiteral(tokens.kind(at + 2));
            evidence.add(Rule.BOOLEAN, whole ? left == Left.VALUE ? 10 : literal ? 8 : 3 : 0);
        } else if (operator == Kind.IN) {
            boolean list = tokens.kind(at + 1) == Kind.LPAR;
            evidence.add(Rule.BOOLEAN, !list ? 0 : literal || left == Left.VALUE ? 10 : 3);
        } else if (operator == Kind.BETWEEN) {
            boolean range = Kind.isLiteral(tokens.kind(at + 1)) && tokens.kind(at + 2) == Kind.LOGIC;
            evidence.add(Rule.BOOLEAN, !range ? 0 : literal ? 10 : left == Left.VALUE ? 9 : 3);
        } else if (operator == Kind.CAST_MARK) {
            evidence.add(Rule.BOOLEAN, 8);
        } else if (telling) {
            evidence.add(Rule.BOOLEAN, left == Left.VALUE ? 8 : 5);
        } else if (operator == Kind.LINE || operator == Kind.SEMI && tokens.kind(at + 1) == Kind.LINE) {
            evidence.add(
                    Rule.CUT_OFF,
                    left == Left.VALUE && (literal || call) || kind == Kind.BOOL && left == Left.OTHER
                            ? 10
                            : literal && left == Left.OTHER && tokens.kind(at + 1) == Kind.END
                                    ? 10
                                    : literal && negated ? 8 : 3);
        } else if (operator == Kind.END) {
            boolean truth = kind == Kind.BOOL || kind == Kind.NULL || negated && literal || call;
            boolean known = call && kind >= Kind.FUNC && kind <= Kind.TELLING;
            boolean signs = operand > i + 3 && literal && negated;
            evidence.add(
                    Rule.BOOLEAN,
                    left == Left.VALUE && truth && tokens.kind(i - 1) != Kind.BOOL
                            ? known || signs || kind == Kind.BOOL && tokens.kind(i - 1) != Kind.BOOL ? 10 : 8
                            : known && left == Left.OTHER ? 6 : 0);
        }
    }

    private void compared(int i, Left left, int kind, boolean call, boolean known, int operand, int at, int operator) {
        int right = tokens.afterUnary(at + 1);
        int other = tokens.kind(right);
        if (other == Kind.SELECT || other == Kind.CASE) {
            evidence.add(Rule.QUERY, 10);
            return;
        }
        if (operator == Kind.QMARK || operator == Kind.JSON) {
            evidence.add(Rule.CAST, other == Kind.STR || other == Kind.OPEN || kind == Kind.STR ? 10 : 2);
            return;
        }
        boolean literal = Kind.isLiteral(other);
        boolean telling = isTelling(other, right);
        if (known && (literal || telling)) {
            evidence.add(Rule.BOOLEAN, left == Left.FILTER && !isTautology(kind, other) ? 6 : 10);
        } else if (!telling && !tokens.isOperand(right)) {
            boolean opened = right > at + 1;
            int fragment = left == Left.VALUE
                    ? known ? opened ? 10 : 9 : 4
                    : known && left == Left.OTHER ? opened ? 10 : 6 : 0;
            fragment = fragment == 0 && left == Left.OTHER ? 3 : fragment;
            boolean begun =
                    left == Left.OTHER && tokens.kind(right - 1) == Kind.LPAR && tokens.kind(at + 2) == Kind.END;
            fragment = begun ? 10 : fragment;
            boolean exclusive = fragment == 6 && tokens.first(operand) != '(' && tokens.is(operand - 1, "xor");
            evidence.add(Rule.BOOLEAN, other == Kind.END ? exclusive ? 10 : fragment : 0);
        } else if (!known && !literal && tokens.same(operand, right)) {
            evidence.add(Rule.BOOLEAN, left == Left.FILTER || left == Left.NAME ? 6 : 10);
        } else {
            boolean function = call && kind >= Kind.FUNC && kind <= Kind.TELLING;
            int base = known ? 8 : literal || telling || function ? 7 : 5;
            boolean cut = tokens.kind(closed(tokens.afterOperand(right))) == Kind.LINE;
            int place = switch (left) {
                case VALUE -> 3;
                case OTHER -> 0;
                case NAME -> -3;
                case FILTER -> -6;
            };
            boolean torn = left == Left.OTHER
                    && (tokens.kind(i + 1) == Kind.LPAR
                                    && tokens.glued(i + 1)
                                    && tokens.length(i) == 2
                                    && tokens.first(i) < 'A'
                            || operand == i + 1 && tokens.kind(tokens.afterOperand(right)) == Kind.RPAR);
            evidence.add(
                    Rule.BOOLEAN,
                    torn
                            ? 10
                            : base
                                    + place
                                    + (cut || other == Kind.OPEN ? 3 : 0)
                                    + (call && kind == Kind.WORD ? -2 : 0));
        }
    }

    /** What only the server itself can answer. */
    private boolean isTelling(int kind, int i) {
        boolean call = tokens.kind(i + 1) == Kind.LPAR;
        return kind == Kind.SYSVAR
                || kind == Kind.NILADIC
                || call && (kind >= Kind.SURE && kind <= Kind.TELLING || kind == Kind.LIKE)
                || (kind == Kind.OBJECT || kind == Kind.WEAK_OBJECT || kind == Kind.FUNC) && tokens.isEmptyCall(i);
    }

    private static boolean isTautology(int kind, int other) {
        return kind == Kind.NUM && other == Kind.NUM
                || (kind == Kind.STR || kind == Kind.OPEN) && (other == Kind.STR || other == Kind.OPEN);
    }

    private Left left(int i) {
        int at = i - 1;
        boolean parentheses = false;
        if (tokens.kind(at) == Kind.RPAR) {
            int open = tokens.partner(at);
            int owner = tokens.kind(open - 1);
            if (open >= 0 && (owner == Kind.IN || Kind.isName(owner) && Kind.isComparison(tokens.kind(open - 2)))) {
                return Left.FILTER;
            }
            if (open >= 1 && owner >= Kind.FUNC && owner <= Kind.TELLING && open <= 2) {
                return Left.VALUE;
            }
        }
        while (at > i - 8 && tokens.kind(at) == Kind.RPAR) {
            parentheses = true;
            at--;
        }
        int kind = tokens.kind(at);
        int before = tokens.kind(at - 1);
        if (kind == Kind.BREAK || kind == Kind.END && at < 0) {
            return kind == Kind.BREAK || parentheses ? Left.VALUE : Left.OTHER;
        }
        if (Kind.isLiteral(kind) || Kind.isName(kind)) {
            boolean compared = Kind.isComparison(before) && Kind.isName(tokens.kind(at - 2))
                    || Kind.isComparison(before) && Kind.isName(tokens.kind(at - 3))
                    || Kind.isComparison(before) && tokens.kind(at - 2) == Kind.RPAR;
            if (compared) {
                return Left.FILTER;
            }
            boolean lone = at == 0
                    || at - 1 == 0
                    || before == Kind.BREAK
                    || before == Kind.LPAR
                    || Kind.isArithmetic(before)
                    || before == Kind.CMP;
            return Kind.isLiteral(kind)
                    ? Left.VALUE
                    : at == 0 && lone ? Left.NAME : parentheses ? Left.VALUE : Left.NAME;
        }
        return Left.OTHER;
    }
}
