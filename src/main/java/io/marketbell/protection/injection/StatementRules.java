package io.marketbell.protection.injection;

/** Statements of their own, stacked behind a semicolon or begun outright. */
final class StatementRules {
    private final Tokens tokens;
    private final Evidence evidence;

    StatementRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    /** How much speaks for a statement's beginning here: a semicolon after a value, a quote, a number. */
    private int begun(int i) {
        int before = tokens.kind(i - 1);
        if (before == Kind.SEMI) {
            int value = tokens.kind(i - 2);
            return value == Kind.BREAK
                            || value == Kind.NUM
                            || value == Kind.RPAR
                            || value == Kind.END
                            || value == Kind.STR
                    ? 4
                    : 2;
        }
        return before == Kind.BREAK || before == Kind.NUM || before == Kind.LINE || before == Kind.OTHER ? 3 : 0;
    }

    void at(int i, int kind) {
        int next = tokens.kind(i + 1);
        switch (kind) {
            case Kind.DDL -> ddl(i, next);
            case Kind.DELETE -> delete(i, next);
            case Kind.INSERT -> insert(i, next);
            case Kind.UPDATE -> update(i);
            case Kind.EXEC -> exec(i, next);
            case Kind.DECLARE ->
                evidence.add(Rule.STATEMENT, next == Kind.VAR || next == Kind.OTHER && begun(i) > 0 ? 10 : 0);
            case Kind.VALUES ->
                evidence.add(
                        Rule.STATEMENT,
                        next != Kind.LPAR
                                ? 0
                                : tokens.kind(i - 1) == Kind.RPAR
                                        ? 10
                                        : tokens.kind(i + 2) == Kind.END && (tokens.glued(i + 1) || tokens.size() == 2)
                                                ? 10
                                                : 4);
            case Kind.SET -> set(i, next);
            case Kind.SHUTDOWN ->
                evidence.add(
                        Rule.STATEMENT,
                        begun(i) > 2 && (next == Kind.END || tokens.is(i + 1, "with"))
                                        || begun(i) > 0 && (next == Kind.LINE || next == Kind.SEMI)
                                ? 10
                                : 0);
            case Kind.WAITFOR ->
                evidence.add(Rule.FUNCTION, next == Kind.DELAY || tokens.is(i + 1, "time") ? 10 : begun(i) > 0 ? 5 : 0);
            case Kind.GRANT -> grant(i, next);
            case Kind.CALL -> evidence.add(Rule.STATEMENT, Kind.isName(next) && isCalled(i + 1) ? 6 + begun(i) : 0);
            case Kind.COPY -> copy(i);
            case Kind.LOAD ->
                evidence.add(
                        Rule.STATEMENT, tokens.kind(i + 2) == Kind.FILE || tokens.kind(i + 3) == Kind.FILE ? 10 : 0);
            case Kind.BEGIN ->
                evidence.add(
                        Rule.STATEMENT,
                        next == Kind.DECLARE || next == Kind.SHUTDOWN
                                ? 10
                                : begun(i) == 4 && Kind.isStop(next) ? 6 : 0);
            case Kind.USE ->
                evidence.add(
                        Rule.STATEMENT,
                        begun(i) == 4 && (Kind.isName(next)) && Kind.isStop(tokens.kind(i + 2)) ? 9 : 0);
            case Kind.IF -> condition(i);
            default -> {}
        }
    }

    private boolean isCalled(int i) {
        int next = tokens.kind(i + 1);
        return next == Kind.DOT || next == Kind.LPAR;
    }

    private void ddl(int i, int next) {
        if (next != Kind.OBJECT && next != Kind.WEAK_OBJECT && next != Kind.PROCEDURE && !Kind.isName(next)) {
            return;
        }
        int begun = begun(i);
        if (next != Kind.OBJECT && next != Kind.WEAK_OBJECT && next != Kind.PROCEDURE) {
            int end = tokens.kind(i + 2);
            boolean cut = end == Kind.SEMI && tokens.kind(i + 3) == Kind.LINE;
            boolean torn = end == Kind.END && tokens.disguise().isTorn();
            evidence.add(Rule.STATEMENT, cut ? 10 : torn ? 5 : 0);
            boolean whole = begun == 4 && (end == Kind.LINE || Kind.isStop(end) && tokens.is(i, "truncate"));
            evidence.add(Rule.STATEMENT, whole ? 10 : 0);
            return;
        }
        int at = i + 2;
        if (tokens.kind(at) == Kind.IF) {
            at += tokens.kind(at + 1) == Kind.NOT ? 3 : 2;
        }
        int name = tokens.kind(at);
        boolean weak = next == Kind.WEAK_OBJECT;
        if (!Kind.isName(name) && name != Kind.END && !Kind.isStop(name) && name != Kind.STR && name != Kind.OPEN) {
            return;
        }
        int after = tokens.kind(tokens.kind(at + 1) == Kind.LPAR ? at + 1 : tokens.afterOperand(at));
        int base = Kind.isStop(name) ? weak ? 1 : 5 : 6;
        if (Kind.isName(name)) {
            base = Kind.isStop(after) || after == Kind.LPAR ? weak ? 5 : 10 : isClause(after) ? 9 : weak ? 3 : 5;
            base = name == Kind.QUOTED_NAME ? 10 : base;
        }
        boolean identified = tokens.is(at + 1, "identified");
        evidence.add(Rule.STATEMENT, identified ? 10 : base + (begun > 0 ? begun + 2 : 0));
    }

    /** What may follow the object's name. */
    private static boolean isClause(int kind) {
        return kind == Kind.SET || kind == Kind.AS || kind == Kind.DDL || kind == Kind.SELECT;
    }

    private void delete(int i, int next) {
        int at = i + 1;
        if (next != Kind.FROM) {
            at = tokens.kind(i + 2) == Kind.FROM && tokens.kind(i + 1) == Kind.WORD
                    ? i + 2
                    : tokens.kind(i + 3) == Kind.FROM && tokens.kind(i + 1) != Kind.PROSE ? i + 3 : 0;
            if (at == 0) {
                return;
            }
        }
        int table = tokens.kind(at + 1);
        if (!Kind.isName(table)) {
            return;
        }
        int end = tokens.afterOperand(at + 1);
        int after = tokens.kind(end);
        boolean filtered =
                after == Kind.WHERE && !Kind.isStop(tokens.kind(end + 1)) && tokens.kind(end + 1) != Kind.PROSE;
        evidence.add(Rule.STATEMENT, filtered ? 10 : Kind.isStop(after) ? 6 + begun(i) * 2 : begun(i));
        if (after == Kind.SEMI || table == Kind.QUOTED_NAME || table == Kind.SECRET || table == Kind.META) {
            evidence.add(Rule.STATEMENT, Kind.isStop(after) ? 10 : 6);
        }
    }

    private void insert(int i, int next) {
        int at = next == Kind.INTO ? i + 2 : i + 1;
        boolean into = next == Kind.INTO;
        if (into && begun(i) > 0 && tokens.kind(at) == Kind.END) {
            evidence.add(Rule.STATEMENT, 10);
        }
        if (!into && !(tokens.is(i, "insert") && begun(i) > 0) || !Kind.isName(tokens.kind(at))) {
            return;
        }
        int end = at + 1;
        while (tokens.kind(end) == Kind.DOT && end < at + 8) {
            end += 2;
        }
        boolean columns = tokens.kind(end) == Kind.LPAR;
        int after = tokens.kind(columns ? tokens.afterParentheses(end) : end);
        boolean rows = after == Kind.VALUES || after == Kind.SELECT || after == Kind.SET || tokens.is(end, "default");
        evidence.add(Rule.STATEMENT, rows ? 10 : columns && into ? 8 + begun(i) : begun(i) > 2 ? 7 : 0);
    }

    private void update(int i) {
        if (!Kind.isName(tokens.kind(i + 1))) {
            return;
        }
        int at = tokens.afterOperand(i + 1);
        at += tokens.kind(at) == Kind.AS ? 2 : Kind.isName(tokens.kind(at)) && tokens.kind(at + 1) == Kind.SET ? 1 : 0;
        if (tokens.kind(at) == Kind.SET) {
            int assigned = tokens.afterOperand(at + 1);
            evidence.add(Rule.STATEMENT, tokens.kind(assigned) == Kind.CMP ? 10 : begun(i) > 0 ? 8 : 2);
        } else if (tokens.kind(at) == Kind.END && tokens.kind(i + 1) == Kind.SECRET && begun(i) > 0) {
            evidence.add(Rule.STATEMENT, 10);
        }
    }

    private void exec(int i, int next) {
        int begun = begun(i);
        boolean procedure = (next == Kind.TELLING || next == Kind.SURE) && tokens.length(i + 1) > 4;
        boolean path = next == Kind.MASTER && (tokens.kind(i + 2) == Kind.DOT);
        boolean deep = Kind.isName(next) && tokens.kind(i + 2) == Kind.DOT && tokens.kind(i + 3) == Kind.DOT;
        boolean text = next == Kind.LPAR && Kind.isLiteral(tokens.kind(i + 2));
        boolean at = next == Kind.VAR || next == Kind.IMMEDIATE && Kind.isLiteral(tokens.kind(i + 2));
        evidence.add(Rule.STATEMENT, procedure || path || deep || at || text ? 10 : 0);
        boolean fragment = next == Kind.LPAR && tokens.glued(i + 1) && tokens.kind(i + 2) == Kind.END;
        evidence.add(Rule.STATEMENT, fragment ? 10 : 0);
        boolean named = Kind.isName(next) && (isCalled(i + 1) || tokens.kind(i + 2) == Kind.STR);
        evidence.add(Rule.STATEMENT, begun >= 3 && (named || next == Kind.LPAR) ? 7 + begun : 0);
    }

    private void set(int i, int next) {
        boolean variable = (next == Kind.VAR || next == Kind.SYSVAR) && tokens.kind(i + 2) == Kind.CMP;
        boolean global = next == Kind.GLOBAL && tokens.kind(i + 3) == Kind.CMP;
        evidence.add(Rule.STATEMENT, variable || global ? 10 : next == Kind.VAR ? 6 + 2 * begun(i) : 0);
    }

    private void grant(int i, int next) {
        int on = 0;
        for (int at = i + 2; at < i + 6; at++) {
            on = tokens.is(at, "on") ? at : on;
        }
        boolean object = on > 0 && (Kind.isName(tokens.kind(on + 1)) || tokens.kind(on + 1) == Kind.STAR);
        boolean all = next == Kind.QUANTIFIER || next == Kind.SELECT || next == Kind.EXEC || next == Kind.INSERT;
        evidence.add(Rule.STATEMENT, object && all ? 10 : object && begun(i) > 0 ? 9 : 0);
        boolean role = Kind.isName(next) && tokens.is(i + 2, "to") && Kind.isName(tokens.kind(i + 3));
        evidence.add(Rule.STATEMENT, role && begun(i) >= 3 ? 9 : role && tokens.is(i + 1, "dba") ? 9 : 0);
    }

    private void copy(int i) {
        for (int at = i + 1; at < i + 24; at++) {
            if (tokens.kind(at) == Kind.PROGRAM && tokens.kind(at + 1) == Kind.STR) {
                evidence.add(Rule.STATEMENT, 10);
            }
        }
    }

    /** {@code ;if 1=1 …}, {@code if(1=1,sleep(5),0)}. */
    private void condition(int i) {
        int at = i + 1;
        boolean opened = tokens.kind(at) == Kind.LPAR;
        at = tokens.afterUnary(at);
        int kind = tokens.kind(at);
        if (kind == Kind.SELECT || kind == Kind.EXISTS) {
            evidence.add(Rule.QUERY, begun(i) > 0 || opened ? 10 : 6);
            return;
        }
        if (!Kind.isLiteral(kind) && !Kind.isName(kind)) {
            return;
        }
        int operator = tokens.afterOperand(at);
        if (!Kind.isComparison(tokens.kind(operator))) {
            return;
        }
        int other = tokens.kind(tokens.afterUnary(operator + 1));
        if (opened && kind == Kind.NUM && other == Kind.END) {
            evidence.add(Rule.BOOLEAN, 10);
        }
        boolean literals = Kind.isLiteral(kind) && Kind.isLiteral(other);
        boolean telling = kind >= Kind.SURE && kind <= Kind.TELLING && tokens.kind(at + 1) == Kind.LPAR;
        boolean choice = opened && tokens.kind(operator + 2) == Kind.COMMA;
        int weight = literals ? choice ? 10 : opened ? 7 : 2 : telling ? 5 : 0;
        evidence.add(Rule.BOOLEAN, weight + (weight > 0 && begun(i) > 0 ? 5 : 0));
    }
}
