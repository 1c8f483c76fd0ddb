package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;

/**
 * Function calls that make sense only in a database, names of database objects, casts, and text encoded as character
 * codes.
 */
final class FunctionRules {
    private final Tokens tokens;
    private final Evidence evidence;
    private int codes;
    private int calls;

    FunctionRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    void at(int i, int kind) {
        boolean call = tokens.kind(i + 1) == TokenKind.LPAR;
        switch (kind) {
            case TokenKind.SURE ->
                evidence.add(
                        Rule.FUNCTION, call ? 10 : tokens.kind(i + 1) == TokenKind.DOT ? 9 : starts(i, 'x') ? 10 : 2);
            case TokenKind.TELLING -> telling(i, call);
            case TokenKind.FUNC -> common(i, call);
            case TokenKind.META -> evidence.add(Rule.METADATA, 10);
            case TokenKind.SYSVAR -> evidence.add(Rule.METADATA, 10);
            case TokenKind.OBJECT, TokenKind.WEAK_OBJECT -> object(i, call);
            case TokenKind.CHAR -> code(i, call);
            case TokenKind.CONVERT -> convert(i, call);
            case TokenKind.CAST_MARK -> cast(i);
            case TokenKind.CASE -> choice(i);
            case TokenKind.FILE -> evidence.add(Rule.STATEMENT, tokens.kind(i - 1) == TokenKind.INTO ? 10 : 0);
            case TokenKind.PROCEDURE ->
                evidence.add(
                        Rule.PROBE,
                        tokens.kind(i + 1) == TokenKind.ANALYSE && tokens.kind(i + 2) == TokenKind.LPAR ? 10 : 0);
            case TokenKind.NILADIC ->
                evidence.add(Rule.METADATA, call ? tokens.kind(i + 2) == TokenKind.END ? 10 : 8 : 2);
            case TokenKind.MATCH -> evidence.add(Rule.QUERY, tokens.is(i + 2, "against") ? 10 : 0);
            case TokenKind.JSON ->
                evidence.add(Rule.CAST, isText(tokens.kind(i - 1)) && isText(tokens.kind(i + 1)) ? 9 : 0);
            default -> {}
        }
    }

    private boolean starts(int i, char c) {
        return (tokens.first(i) | 32) == c;
    }

    /** {@code pg_…}. */
    private boolean isFamily(int i) {
        return tokens.behindFirst(i, 2) == '_' && tokens.first(i) != '_' && tokens.behindFirst(i, 1) != '_';
    }

    private static boolean isText(int kind) {
        return kind == TokenKind.STR || kind == TokenKind.OPEN || kind == TokenKind.TYPE;
    }

    private void telling(int i, boolean call) {
        if (!call) {
            boolean named = tokens.length(i) > 5 && isFamily(i);
            evidence.add(Rule.FUNCTION, named ? tokens.size() == 1 ? 10 : 6 : 0);
            return;
        }
        int argument = tokens.kind(tokens.afterUnary(i + 2));
        int after = tokens.kind(i + 3);
        boolean empty = argument == TokenKind.RPAR || tokens.kind(i + 2) == TokenKind.RPAR;
        boolean wait = tokens.is(i, "sleep") || tokens.is(i, "benchmark");
        if (wait) {
            boolean whole = after == TokenKind.RPAR
                    || after == TokenKind.COMMA
                    || after == TokenKind.END
                    || TokenKind.isArithmetic(after)
                    || after == TokenKind.DOT
                    || tokens.kind(i + 2) == TokenKind.LPAR;
            evidence.add(
                    Rule.FUNCTION,
                    argument == TokenKind.END
                                    || (TokenKind.isLiteral(argument) || argument == TokenKind.SELECT) && whole
                            ? 10
                            : argument == TokenKind.IF ? 10 : 2);
            return;
        }
        calls++;
        int weight = argument == TokenKind.END ? 10 : empty ? 7 : 4 + nested(argument, tokens.afterUnary(i + 2));
        evidence.add(Rule.FUNCTION, weight + (argument == TokenKind.FUNC ? 3 : 0) + (isAdded(i) ? 3 : 0));
    }

    private void common(int i, boolean call) {
        if (!call) {
            return;
        }
        int inside = tokens.afterUnary(i + 2);
        int argument = tokens.kind(inside);
        if (argument == TokenKind.END) {
            evidence.add(Rule.FUNCTION, tokens.glued(i + 1) || tokens.size() == 2 ? 10 : 3);
            return;
        }
        calls++;
        if (tokens.isEmptyCall(i) && tokens.is(i, "version")) {
            evidence.add(Rule.FUNCTION, isWrapped(i) ? 10 : 6);
        }
        evidence.add(Rule.FUNCTION, nested(argument, inside) + (calls > 2 ? 1 : 0) + (isAdded(i) ? 1 : 0));
        boolean hex = argument == TokenKind.NUM && tokens.length(inside) > 3 && tokens.behindFirst(inside, 1) == 'x';
        evidence.add(Rule.ENCODED_TEXT, hex ? 7 : 0);
    }

    /** A call as an argument of a call: of a query, of server variables, or of functions that only a database has. */
    private int nested(int argument, int i) {
        return switch (argument) {
            case TokenKind.SELECT -> 10;
            case TokenKind.OBJECT, TokenKind.WEAK_OBJECT -> tokens.isEmptyCall(i) ? 10 : 0;
            case TokenKind.SYSVAR, TokenKind.NILADIC -> 8;
            case TokenKind.TELLING, TokenKind.SURE -> 4;
            case TokenKind.SECRET -> 3;
            default -> 0;
        };
    }

    /** {@code 7+f(…)}: attached to a value. */
    private boolean isAdded(int i) {
        int value = tokens.kind(i - 2);
        return TokenKind.isArithmetic(tokens.kind(i - 1))
                && (value == TokenKind.NUM || value == TokenKind.BREAK || value == TokenKind.STR);
    }

    private boolean isWrapped(int i) {
        return tokens.kind(i - 1) == TokenKind.LPAR && TokenKind.isName(tokens.kind(i - 2));
    }

    /** {@code user()}, {@code database()}. */
    private void object(int i, boolean call) {
        if (call && tokens.kind(i + 2) == TokenKind.END && !tokens.is(i, "table")) {
            evidence.add(Rule.FUNCTION, 10);
        } else if (tokens.isEmptyCall(i)) {
            boolean compared = TokenKind.isComparison(tokens.kind(i + 3)) || TokenKind.isComparison(tokens.kind(i - 1));
            evidence.add(Rule.FUNCTION, compared || isWrapped(i) || isAdded(i) ? 10 : 7);
        }
    }

    private void code(int i, boolean call) {
        int argument = tokens.kind(i + 2);
        if (!call) {
            return;
        }
        if (argument == TokenKind.END) {
            evidence.add(Rule.ENCODED_TEXT, 10);
            return;
        }
        int after = tokens.kind(i + 3);
        if (argument == TokenKind.NUM
                && (after == TokenKind.COMMA || after == TokenKind.RPAR || after == TokenKind.USING)) {
            codes++;
            int next = tokens.kind(i + 4);
            boolean joined = next == TokenKind.PIPES
                    || next == TokenKind.ARITH
                    || next == TokenKind.DOT
                    || after == TokenKind.COMMA;
            evidence.add(Rule.ENCODED_TEXT, codes > 1 ? 10 : joined ? 7 : 5);
        }
    }

    private void convert(int i, boolean call) {
        if (!call) {
            return;
        }
        int argument = tokens.kind(i + 2);
        if (argument == TokenKind.END) {
            evidence.add(Rule.CAST, tokens.glued(i + 1) ? 10 : 3);
            return;
        }
        for (int at = i + 2; at < i + 24; at++) {
            int kind = tokens.kind(at);
            boolean as = kind == TokenKind.AS
                    && (tokens.kind(at + 1) == TokenKind.TYPE || tokens.kind(at + 1) == TokenKind.CHAR);
            if (as || kind == TokenKind.USING && TokenKind.isName(tokens.kind(at + 1))) {
                evidence.add(Rule.CAST, 9);
            }
        }
        boolean type = argument == TokenKind.TYPE && tokens.kind(i + 3) == TokenKind.COMMA;
        evidence.add(Rule.CAST, type || argument == TokenKind.SELECT || argument == TokenKind.SYSVAR ? 10 : 0);
    }

    private void cast(int i) {
        int before = tokens.kind(i - 1);
        int type = tokens.kind(i + 1);
        boolean known = type == TokenKind.TYPE
                || type == TokenKind.CHAR
                || tokens.is(i + 1, "date")
                || tokens.is(i + 1, "time");
        boolean value = before == TokenKind.STR
                || before == TokenKind.RPAR
                || before == TokenKind.NILADIC
                || before == TokenKind.SECRET
                || before == TokenKind.NUM
                || before == TokenKind.BREAK;
        evidence.add(Rule.CAST, known && value ? 10 : known ? 7 : 0);
    }

    private void literalChoice(boolean sure) {
        evidence.add(Rule.BOOLEAN, sure ? 10 : 0);
    }

    private void choice(int i) {
        boolean call = TokenKind.isName(tokens.kind(i + 1)) && tokens.kind(i + 2) == TokenKind.LPAR;
        boolean valued = (call || TokenKind.isLiteral(tokens.kind(i + 1)))
                && tokens.kind(tokens.afterOperand(i + 1)) == TokenKind.WHEN;
        boolean plain = tokens.kind(i + 1) == TokenKind.WHEN
                && TokenKind.isLiteral(tokens.kind(i + 2))
                && tokens.kind(i + 3) == TokenKind.THEN;
        if (valued || plain) {
            evidence.add(Rule.BOOLEAN, 10);
        }
        if (tokens.kind(i + 1) != TokenKind.WHEN) {
            return;
        }
        int at = tokens.afterUnary(i + 2);
        int operator = tokens.afterOperand(at);
        boolean compared = TokenKind.isComparison(tokens.kind(operator));
        boolean yielding = tokens.kind(operator) == TokenKind.THEN && TokenKind.isLiteral(tokens.kind(operator + 1));
        boolean tested = tokens.kind(i + 3) == TokenKind.LPAR;
        literalChoice(yielding && tested);
        boolean literal =
                compared && TokenKind.isLiteral(tokens.kind(at)) && TokenKind.isLiteral(tokens.kind(operator + 1));
        boolean then = false;
        for (int next = operator; next < operator + 8; next++) {
            then |= tokens.kind(next) == TokenKind.THEN;
        }
        evidence.add(Rule.BOOLEAN, literal ? 10 : then ? tokens.kind(i - 1) == TokenKind.LPAR ? 10 : 6 : 4);
    }
}
