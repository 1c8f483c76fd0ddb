package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;

/** Complete statements, stacked after a semicolon or at the start of the text. */
final class StatementRules {
    private final Tokens tokens;
    private final Evidence evidence;

    StatementRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    /** The evidence that a statement starts here: a semicolon after a value, a quote or a number. */
    private int begun(int i) {
        int before = tokens.kind(i - 1);
        if (before == TokenKind.SEMI) {
            int value = tokens.kind(i - 2);
            return value == TokenKind.BREAK
                            || value == TokenKind.NUM
                            || value == TokenKind.RPAR
                            || value == TokenKind.END
                            || value == TokenKind.STR
                    ? 4
                    : 2;
        }
        return before == TokenKind.BREAK
                        || before == TokenKind.NUM
                        || before == TokenKind.LINE
                        || before == TokenKind.OTHER
                ? 3
                : 0;
    }

    void at(int i, int kind) {
        int next = tokens.kind(i + 1);
        switch (kind) {
            case TokenKind.DDL -> ddl(i, next);
            case TokenKind.DELETE -> delete(i, next);
            case TokenKind.INSERT -> insert(i, next);
            case TokenKind.UPDATE -> update(i);
            case TokenKind.EXEC -> exec(i, next);
            case TokenKind.DECLARE ->
                evidence.add(Rule.STATEMENT, next == TokenKind.VAR || next == TokenKind.OTHER && begun(i) > 0 ? 10 : 0);
            case TokenKind.VALUES ->
                evidence.add(
                        Rule.STATEMENT,
                        next != TokenKind.LPAR
                                ? 0
                                : tokens.kind(i - 1) == TokenKind.RPAR
                                        ? 10
                                        : tokens.kind(i + 2) == TokenKind.END
                                                        && (tokens.glued(i + 1) || tokens.size() == 2)
                                                ? 10
                                                : 4);
            case TokenKind.SET -> set(i, next);
            case TokenKind.SHUTDOWN ->
                evidence.add(
                        Rule.STATEMENT,
                        begun(i) > 2 && (next == TokenKind.END || tokens.is(i + 1, "with"))
                                        || begun(i) > 0 && (next == TokenKind.LINE || next == TokenKind.SEMI)
                                ? 10
                                : 0);
            case TokenKind.WAITFOR ->
                evidence.add(
                        Rule.FUNCTION, next == TokenKind.DELAY || tokens.is(i + 1, "time") ? 10 : begun(i) > 0 ? 5 : 0);
            case TokenKind.GRANT -> grant(i, next);
            case TokenKind.CALL ->
                evidence.add(Rule.STATEMENT, TokenKind.isName(next) && isCalled(i + 1) ? 6 + begun(i) : 0);
            case TokenKind.COPY -> copy(i);
            case TokenKind.LOAD ->
                evidence.add(
                        Rule.STATEMENT,
                        tokens.kind(i + 2) == TokenKind.FILE || tokens.kind(i + 3) == TokenKind.FILE ? 10 : 0);
            case TokenKind.BEGIN ->
                evidence.add(
                        Rule.STATEMENT,
                        next == TokenKind.DECLARE || next == TokenKind.SHUTDOWN
                                ? 10
                                : begun(i) == 4 && TokenKind.isStop(next) ? 6 : 0);
            case TokenKind.USE ->
                evidence.add(
                        Rule.STATEMENT,
                        begun(i) == 4 && (TokenKind.isName(next)) && TokenKind.isStop(tokens.kind(i + 2)) ? 9 : 0);
            case TokenKind.IF -> condition(i);
            default -> {}
        }
    }

    private boolean isCalled(int i) {
        int next = tokens.kind(i + 1);
        return next == TokenKind.DOT || next == TokenKind.LPAR;
    }

    private void ddl(int i, int next) {
        if (next != TokenKind.OBJECT
                && next != TokenKind.WEAK_OBJECT
                && next != TokenKind.PROCEDURE
                && !TokenKind.isName(next)) {
            return;
        }
        int begun = begun(i);
        if (next != TokenKind.OBJECT && next != TokenKind.WEAK_OBJECT && next != TokenKind.PROCEDURE) {
            int end = tokens.kind(i + 2);
            boolean cut = end == TokenKind.SEMI && tokens.kind(i + 3) == TokenKind.LINE;
            boolean torn = end == TokenKind.END && tokens.obfuscation().isTorn();
            evidence.add(Rule.STATEMENT, cut ? 10 : torn ? 5 : 0);
            boolean whole = begun == 4 && (end == TokenKind.LINE || TokenKind.isStop(end) && tokens.is(i, "truncate"));
            evidence.add(Rule.STATEMENT, whole ? 10 : 0);
            return;
        }
        int at = i + 2;
        if (tokens.kind(at) == TokenKind.IF) {
            at += tokens.kind(at + 1) == TokenKind.NOT ? 3 : 2;
        }
        int name = tokens.kind(at);
        boolean weak = next == TokenKind.WEAK_OBJECT;
        if (!TokenKind.isName(name)
                && name != TokenKind.END
                && !TokenKind.isStop(name)
                && name != TokenKind.STR
                && name != TokenKind.OPEN) {
            return;
        }
        int after = tokens.kind(tokens.kind(at + 1) == TokenKind.LPAR ? at + 1 : tokens.afterOperand(at));
        int base = TokenKind.isStop(name) ? weak ? 1 : 5 : 6;
        if (TokenKind.isName(name)) {
            base = TokenKind.isStop(after) || after == TokenKind.LPAR
                    ? weak ? 5 : 10
                    : isClause(after) ? 9 : weak ? 3 : 5;
            base = name == TokenKind.QUOTED_NAME ? 10 : base;
        }
        boolean identified = tokens.is(at + 1, "identified");
        evidence.add(Rule.STATEMENT, identified ? 10 : base + (begun > 0 ? begun + 2 : 0));
    }

    /** Whether the token can follow the name of the object. */
    private static boolean isClause(int kind) {
        return kind == TokenKind.SET || kind == TokenKind.AS || kind == TokenKind.DDL || kind == TokenKind.SELECT;
    }

    private void delete(int i, int next) {
        int at = i + 1;
        if (next != TokenKind.FROM) {
            at = tokens.kind(i + 2) == TokenKind.FROM && tokens.kind(i + 1) == TokenKind.WORD
                    ? i + 2
                    : tokens.kind(i + 3) == TokenKind.FROM && tokens.kind(i + 1) != TokenKind.PROSE ? i + 3 : 0;
            if (at == 0) {
                return;
            }
        }
        int table = tokens.kind(at + 1);
        if (!TokenKind.isName(table)) {
            return;
        }
        int end = tokens.afterOperand(at + 1);
        int after = tokens.kind(end);
        boolean filtered = after == TokenKind.WHERE
                && !TokenKind.isStop(tokens.kind(end + 1))
                && tokens.kind(end + 1) != TokenKind.PROSE;
        evidence.add(Rule.STATEMENT, filtered ? 10 : TokenKind.isStop(after) ? 6 + begun(i) * 2 : begun(i));
        if (after == TokenKind.SEMI
                || table == TokenKind.QUOTED_NAME
                || table == TokenKind.SECRET
                || table == TokenKind.META) {
            evidence.add(Rule.STATEMENT, TokenKind.isStop(after) ? 10 : 6);
        }
    }

    private void insert(int i, int next) {
        int at = next == TokenKind.INTO ? i + 2 : i + 1;
        boolean into = next == TokenKind.INTO;
        if (into && begun(i) > 0 && tokens.kind(at) == TokenKind.END) {
            evidence.add(Rule.STATEMENT, 10);
        }
        if (!into && !(tokens.is(i, "insert") && begun(i) > 0) || !TokenKind.isName(tokens.kind(at))) {
            return;
        }
        int end = at + 1;
        while (tokens.kind(end) == TokenKind.DOT && end < at + 8) {
            end += 2;
        }
        boolean columns = tokens.kind(end) == TokenKind.LPAR;
        int after = tokens.kind(columns ? tokens.afterParentheses(end) : end);
        boolean rows = after == TokenKind.VALUES
                || after == TokenKind.SELECT
                || after == TokenKind.SET
                || tokens.is(end, "default");
        evidence.add(Rule.STATEMENT, rows ? 10 : columns && into ? 8 + begun(i) : begun(i) > 2 ? 7 : 0);
    }

    private void update(int i) {
        if (!TokenKind.isName(tokens.kind(i + 1))) {
            return;
        }
        int at = tokens.afterOperand(i + 1);
        at += tokens.kind(at) == TokenKind.AS
                ? 2
                : TokenKind.isName(tokens.kind(at)) && tokens.kind(at + 1) == TokenKind.SET ? 1 : 0;
        if (tokens.kind(at) == TokenKind.SET) {
            int assigned = tokens.afterOperand(at + 1);
            evidence.add(Rule.STATEMENT, tokens.kind(assigned) == TokenKind.CMP ? 10 : begun(i) > 0 ? 8 : 2);
        } else if (tokens.kind(at) == TokenKind.END && tokens.kind(i + 1) == TokenKind.SECRET && begun(i) > 0) {
            evidence.add(Rule.STATEMENT, 10);
        }
    }

    private void exec(int i, int next) {
        int begun = begun(i);
        boolean procedure = (next == TokenKind.TELLING || next == TokenKind.SURE) && tokens.length(i + 1) > 4;
        boolean path = next == TokenKind.MASTER && (tokens.kind(i + 2) == TokenKind.DOT);
        boolean deep =
                TokenKind.isName(next) && tokens.kind(i + 2) == TokenKind.DOT && tokens.kind(i + 3) == TokenKind.DOT;
        boolean text = next == TokenKind.LPAR && TokenKind.isLiteral(tokens.kind(i + 2));
        boolean at = next == TokenKind.VAR || next == TokenKind.IMMEDIATE && TokenKind.isLiteral(tokens.kind(i + 2));
        evidence.add(Rule.STATEMENT, procedure || path || deep || at || text ? 10 : 0);
        boolean fragment = next == TokenKind.LPAR && tokens.glued(i + 1) && tokens.kind(i + 2) == TokenKind.END;
        evidence.add(Rule.STATEMENT, fragment ? 10 : 0);
        boolean named = TokenKind.isName(next) && (isCalled(i + 1) || tokens.kind(i + 2) == TokenKind.STR);
        evidence.add(Rule.STATEMENT, begun >= 3 && (named || next == TokenKind.LPAR) ? 7 + begun : 0);
    }

    private void set(int i, int next) {
        boolean variable = (next == TokenKind.VAR || next == TokenKind.SYSVAR) && tokens.kind(i + 2) == TokenKind.CMP;
        boolean global = next == TokenKind.GLOBAL && tokens.kind(i + 3) == TokenKind.CMP;
        evidence.add(Rule.STATEMENT, variable || global ? 10 : next == TokenKind.VAR ? 6 + 2 * begun(i) : 0);
    }

    private void grant(int i, int next) {
        int on = 0;
        for (int at = i + 2; at < i + 6; at++) {
            on = tokens.is(at, "on") ? at : on;
        }
        boolean object = on > 0 && (TokenKind.isName(tokens.kind(on + 1)) || tokens.kind(on + 1) == TokenKind.STAR);
        boolean all = next == TokenKind.QUANTIFIER
                || next == TokenKind.SELECT
                || next == TokenKind.EXEC
                || next == TokenKind.INSERT;
        evidence.add(Rule.STATEMENT, object && all ? 10 : object && begun(i) > 0 ? 9 : 0);
        boolean role = TokenKind.isName(next) && tokens.is(i + 2, "to") && TokenKind.isName(tokens.kind(i + 3));
        evidence.add(Rule.STATEMENT, role && begun(i) >= 3 ? 9 : role && tokens.is(i + 1, "dba") ? 9 : 0);
    }

    private void copy(int i) {
        for (int at = i + 1; at < i + 24; at++) {
            if (tokens.kind(at) == TokenKind.PROGRAM && tokens.kind(at + 1) == TokenKind.STR) {
                evidence.add(Rule.STATEMENT, 10);
            }
        }
    }

    /** {@code ;if 1=1 …}, {@code if(1=1,sleep(5),0)}. */
    private void condition(int i) {
        int at = i + 1;
        boolean opened = tokens.kind(at) == TokenKind.LPAR;
        at = tokens.afterUnary(at);
        int kind = tokens.kind(at);
        if (kind == TokenKind.SELECT || kind == TokenKind.EXISTS) {
            evidence.add(Rule.QUERY, begun(i) > 0 || opened ? 10 : 6);
            return;
        }
        if (!TokenKind.isLiteral(kind) && !TokenKind.isName(kind)) {
            return;
        }
        int operator = tokens.afterOperand(at);
        if (!TokenKind.isComparison(tokens.kind(operator))) {
            return;
        }
        int other = tokens.kind(tokens.afterUnary(operator + 1));
        if (opened && kind == TokenKind.NUM && other == TokenKind.END) {
            evidence.add(Rule.BOOLEAN, 10);
        }
        boolean literals = TokenKind.isLiteral(kind) && TokenKind.isLiteral(other);
        boolean telling = kind >= TokenKind.SURE && kind <= TokenKind.TELLING && tokens.kind(at + 1) == TokenKind.LPAR;
        boolean choice = opened && tokens.kind(operator + 2) == TokenKind.COMMA;
        int weight = literals ? choice ? 10 : opened ? 7 : 2 : telling ? 5 : 0;
        evidence.add(Rule.BOOLEAN, weight + (weight > 0 && begun(i) > 0 ? 5 : 0));
    }
}
