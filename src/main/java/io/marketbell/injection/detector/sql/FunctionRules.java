package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;

/**
 * Function calls that make sense only in a database, names of database objects, casts, and text encoded as character
 * codes.
 */
final class FunctionRules {
    private static final Kinds TEXTS = Kinds.of(STR, OPEN, TYPE);
    private static final Kinds CAST_VALUES = Kinds.of(STR, RPAR, NILADIC, SECRET, NUM, BREAK);
    /** Can follow the argument of a function that waits. */
    private static final Kinds AFTER_ARGUMENT = Kinds.of(RPAR, COMMA, END, ARITH, STAR, WORD_ARITH, DOT);

    private static final Kinds AFTER_CODE = Kinds.of(COMMA, RPAR, USING);
    private static final Kinds JOINTS = Kinds.of(PIPES, ARITH, DOT);

    private final Tokens tokens;
    private final Evidence evidence;
    private int codes;
    private int calls;

    FunctionRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    private void function(boolean found, int weight) {
        evidence.addIf(found, Rule.FUNCTION, weight);
    }

    void at(int i, int kind) {
        int next = tokens.kind(i + 1);
        boolean call = next == LPAR;
        switch (kind) {
            case SURE -> {
                function(true, next == DOT ? ALMOST_CERTAIN : HINT);
                function(call || next != DOT && (tokens.first(i) | 32) == 'x', CERTAIN);
            }
            case TELLING -> databaseFunction(i, call);
            case FUNC -> common(i, call);
            case META, SYSVAR -> evidence.add(Rule.METADATA, CERTAIN);
            case OBJECT, WEAK_OBJECT -> object(i, call);
            case CHAR -> code(i, call);
            case CONVERT -> convert(i, call);
            case CAST_MARK -> cast(i, next);
            case CASE -> choice(i, next);
            case FILE -> evidence.addIf(tokens.kind(i - 1) == INTO, Rule.STATEMENT, CERTAIN);
            case PROCEDURE -> evidence.addIf(next == ANALYSE && tokens.kind(i + 2) == LPAR, Rule.PROBE, CERTAIN);
            case NILADIC -> {
                evidence.add(Rule.METADATA, call ? STRONG : HINT);
                evidence.addIf(call && tokens.kind(i + 2) == END, Rule.METADATA, CERTAIN);
            }
            case MATCH -> evidence.addIf(tokens.is(i + 2, "against"), Rule.QUERY, CERTAIN);
            case JSON -> evidence.addIf(TEXTS.have(tokens.kind(i - 1)) && TEXTS.have(next), Rule.CAST, ALMOST_CERTAIN);
            default -> {}
        }
    }

    /** {@code pg_…}. */
    private boolean isFamily(int i) {
        return tokens.behindFirst(i, 2) == '_' && tokens.first(i) != '_' && tokens.behindFirst(i, 1) != '_';
    }

    private void databaseFunction(int i, boolean call) {
        if (!call) {
            function(tokens.length(i) > 5 && isFamily(i), tokens.size() == 1 ? CERTAIN : PROBABLE);
            return;
        }
        int inside = tokens.afterUnary(i + 2);
        int argument = tokens.kind(inside);
        if (tokens.is(i, "sleep") || tokens.is(i, "benchmark")) {
            boolean whole = AFTER_ARGUMENT.have(tokens.kind(i + 3)) || tokens.kind(i + 2) == LPAR;
            boolean waits = (isLiteral(argument) || argument == SELECT) && whole;
            function(true, waits || argument == END || argument == IF ? CERTAIN : HINT);
            return;
        }
        calls++;
        int weight = POSSIBLE + nested(argument, inside);
        if (argument == END) {
            weight = CERTAIN;
        } else if (argument == RPAR || tokens.kind(i + 2) == RPAR) {
            weight = LIKELY;
        }
        function(true, weight + (argument == FUNC ? WEAK : 0) + (isAdded(i) ? WEAK : 0));
    }

    private void common(int i, boolean call) {
        if (!call) {
            return;
        }
        int inside = tokens.afterUnary(i + 2);
        int argument = tokens.kind(inside);
        if (argument == END) {
            function(true, tokens.glued(i + 1) || tokens.size() == 2 ? CERTAIN : WEAK);
            return;
        }
        calls++;
        function(tokens.isEmptyCall(i) && tokens.is(i, "version"), isWrapped(i) ? CERTAIN : PROBABLE);
        function(true, nested(argument, inside) + (calls > 2 ? TRACE : 0) + (isAdded(i) ? TRACE : 0));
        boolean hex = argument == NUM && tokens.length(inside) > 3 && tokens.behindFirst(inside, 1) == 'x';
        evidence.addIf(hex, Rule.ENCODED_TEXT, LIKELY);
    }

    /** A call as an argument of a call: of a query, of server variables, or of functions that only a database has. */
    private int nested(int argument, int i) {
        return switch (argument) {
            case SELECT -> CERTAIN;
            case OBJECT, WEAK_OBJECT -> tokens.isEmptyCall(i) ? CERTAIN : 0;
            case SYSVAR, NILADIC -> STRONG;
            case TELLING, SURE -> POSSIBLE;
            case SECRET -> WEAK;
            default -> 0;
        };
    }

    /** {@code 7+f(…)}: attached to a value. */
    private boolean isAdded(int i) {
        int value = tokens.kind(i - 2);
        return isArithmetic(tokens.kind(i - 1)) && (value == NUM || value == BREAK || value == STR);
    }

    private boolean isWrapped(int i) {
        return tokens.kind(i - 1) == LPAR && isName(tokens.kind(i - 2));
    }

    /** {@code user()}, {@code database()}. */
    private void object(int i, boolean call) {
        if (call && tokens.kind(i + 2) == END && !tokens.is(i, "table")) {
            function(true, CERTAIN);
        } else if (tokens.isEmptyCall(i)) {
            boolean compared = isComparison(tokens.kind(i + 3)) || isComparison(tokens.kind(i - 1));
            function(true, compared || isWrapped(i) || isAdded(i) ? CERTAIN : LIKELY);
        }
    }

    private void code(int i, boolean call) {
        int argument = tokens.kind(i + 2);
        int after = tokens.kind(i + 3);
        evidence.addIf(call && argument == END, Rule.ENCODED_TEXT, CERTAIN);
        if (call && argument == NUM && AFTER_CODE.have(after)) {
            codes++;
            boolean joined = after == COMMA || JOINTS.have(tokens.kind(i + 4));
            evidence.add(Rule.ENCODED_TEXT, joined ? LIKELY : HALF);
            evidence.addIf(codes > 1, Rule.ENCODED_TEXT, CERTAIN);
        }
    }

    private void convert(int i, boolean call) {
        if (!call) {
            return;
        }
        int argument = tokens.kind(i + 2);
        if (argument == END) {
            evidence.add(Rule.CAST, tokens.glued(i + 1) ? CERTAIN : WEAK);
            return;
        }
        for (int at = i + 2; at < i + EXPRESSION; at++) {
            int kind = tokens.kind(at);
            int next = tokens.kind(at + 1);
            boolean as = kind == AS && (next == TYPE || next == CHAR);
            evidence.addIf(as || kind == USING && isName(next), Rule.CAST, ALMOST_CERTAIN);
        }
        boolean type = argument == TYPE && tokens.kind(i + 3) == COMMA;
        evidence.addIf(type || argument == SELECT || argument == SYSVAR, Rule.CAST, CERTAIN);
    }

    private void cast(int i, int type) {
        boolean known = type == TYPE || type == CHAR || tokens.is(i + 1, "date") || tokens.is(i + 1, "time");
        evidence.addIf(known, Rule.CAST, CAST_VALUES.have(tokens.kind(i - 1)) ? CERTAIN : LIKELY);
    }

    /** {@code case 1 when …}, {@code case when 1=1 then …}. */
    private void choice(int i, int next) {
        if (next != WHEN) {
            boolean value = isLiteral(next) || isName(next) && tokens.kind(i + 2) == LPAR;
            evidence.addIf(value && tokens.kind(tokens.afterOperand(i + 1)) == WHEN, Rule.BOOLEAN, CERTAIN);
            return;
        }
        int at = tokens.afterUnary(i + 2);
        int operator = tokens.afterOperand(at);
        boolean after = isLiteral(tokens.kind(operator + 1));
        boolean plain = isLiteral(tokens.kind(i + 2)) && tokens.kind(i + 3) == THEN;
        boolean call = tokens.kind(i + 3) == LPAR && tokens.kind(operator) == THEN && after;
        boolean literals = isComparison(tokens.kind(operator)) && isLiteral(tokens.kind(at)) && after;
        boolean then = false;
        for (int n = operator; n < operator + RUN; n++) {
            then |= tokens.kind(n) == THEN;
        }
        evidence.add(Rule.BOOLEAN, then ? PROBABLE : POSSIBLE);
        evidence.addIf(plain || call || literals || then && tokens.kind(i - 1) == LPAR, Rule.BOOLEAN, CERTAIN);
    }
}
