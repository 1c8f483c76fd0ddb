package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;

/** Complete statements, stacked after a semicolon or at the start of the text. */
record StatementRules(Tokens tokens, Evidence evidence) {
    private static final Kinds ENDS = Kinds.of(BREAK, NUM, RPAR, END, STR);
    private static final Kinds BEGINNINGS = Kinds.of(BREAK, NUM, LINE, OTHER);
    private static final Kinds OBJECTS = Kinds.of(OBJECT, WEAK_OBJECT, PROCEDURE);
    /** Can follow the name of an object. */
    private static final Kinds DEFINITIONS = Kinds.of(SET, AS, DDL, SELECT);

    private static final Kinds TELLING_TABLES = Kinds.of(QUOTED_NAME, SECRET, META);
    private static final Kinds PRIVILEGES = Kinds.of(QUANTIFIER, SELECT, EXEC, INSERT);

    /** The weight of the signs that a statement starts here; 0 if there are none. */
    private int begun(int i) {
        int before = tokens.kind(i - 1);
        if (before == SEMI) {
            return ENDS.have(tokens.kind(i - 2)) ? STACKED : SEPARATED;
        }
        return BEGINNINGS.have(before) ? ATTACHED : 0;
    }

    private void statement(boolean found, int weight) {
        evidence.addIf(found, Rule.STATEMENT, weight);
    }

    void at(int i, int kind) {
        int next = tokens.kind(i + 1);
        switch (kind) {
            case DDL -> ddl(i, next);
            case DELETE -> delete(i, next);
            case INSERT -> insert(i, next);
            case UPDATE -> update(i);
            case EXEC -> exec(i, next);
            case DECLARE -> statement(next == VAR || next == OTHER && begun(i) > 0, CERTAIN);
            case VALUES -> values(i, next);
            case SET -> set(i, next);
            case SHUTDOWN -> {
                boolean whole = next == END || tokens.is(i + 1, "with");
                statement(begun(i) >= ATTACHED && whole, CERTAIN);
                statement(begun(i) > 0 && (next == LINE || next == SEMI), CERTAIN);
            }
            case WAITFOR -> {
                evidence.addIf(begun(i) > 0, Rule.FUNCTION, HALF);
                evidence.addIf(next == DELAY || tokens.is(i + 1, "time"), Rule.FUNCTION, CERTAIN);
            }
            case GRANT -> grant(i, next);
            case CALL -> statement(isName(next) && isCalled(i + 1), PROBABLE + begun(i));
            case COPY -> copy(i);
            case LOAD -> statement(tokens.kind(i + 2) == FILE || tokens.kind(i + 3) == FILE, CERTAIN);
            case BEGIN -> {
                statement(begun(i) == STACKED && isStop(next), PROBABLE);
                statement(next == DECLARE || next == SHUTDOWN, CERTAIN);
            }
            case USE -> statement(begun(i) == STACKED && isName(next) && isStop(tokens.kind(i + 2)), ALMOST_CERTAIN);
            case IF -> condition(i);
            default -> {}
        }
    }

    private boolean isCalled(int i) {
        int next = tokens.kind(i + 1);
        return next == DOT || next == LPAR;
    }

    private void values(int i, int next) {
        boolean fragment = tokens.kind(i + 2) == END && (tokens.glued(i + 1) || tokens.size() == 2);
        statement(next == LPAR, POSSIBLE);
        statement(next == LPAR && (tokens.kind(i - 1) == RPAR || fragment), CERTAIN);
    }

    private void ddl(int i, int next) {
        if (!OBJECTS.have(next)) {
            if (isName(next)) {
                unnamedType(i, tokens.kind(i + 2));
            }
            return;
        }
        int at = i + 2;
        if (tokens.kind(at) == IF) {
            at += tokens.kind(at + 1) == NOT ? 3 : 2;
        }
        int name = tokens.isShort(at) ? WORD : tokens.kind(at);
        if (!isName(name) && !isStop(name) && name != STR && name != OPEN) {
            return;
        }
        if (tokens.is(at + 1, "identified")) {
            statement(true, CERTAIN);
            return;
        }
        int after = tokens.kind(tokens.kind(at + 1) == LPAR ? at + 1 : tokens.afterOperand(at));
        int begun = begun(i);
        statement(true, object(name, after, next == WEAK_OBJECT) + (begun > 0 ? begun + HINT : 0));
    }

    /** {@code truncate trades;}: a name without the type of its object. */
    private void unnamedType(int i, int end) {
        statement(end == END && tokens.obfuscation().isTorn(), HALF);
        statement(end == SEMI && tokens.kind(i + 3) == LINE, CERTAIN);
        boolean whole = end == LINE || isStop(end) && tokens.is(i, "truncate");
        statement(begun(i) == STACKED && whole, CERTAIN);
    }

    /** @param weak whether the type of the object is also a word of prose */
    private static int object(int name, int after, boolean weak) {
        if (name == QUOTED_NAME) {
            return CERTAIN;
        }
        if (isStop(name)) {
            return weak ? TRACE : HALF;
        }
        if (!isName(name)) {
            return PROBABLE;
        }
        if (isStop(after) || after == LPAR) {
            return weak ? HALF : CERTAIN;
        }
        if (DEFINITIONS.have(after)) {
            return ALMOST_CERTAIN;
        }
        return weak ? WEAK : HALF;
    }

    private void delete(int i, int next) {
        int from = i + 1;
        if (next == WORD && tokens.kind(i + 2) == FROM) {
            from = i + 2;
        } else if (next != FROM) {
            from = i + 3;
        }
        int table = tokens.kind(from + 1);
        if (tokens.kind(from) != FROM || next == PROSE || !isName(table)) {
            return;
        }
        int end = tokens.afterOperand(from + 1);
        int after = tokens.kind(end);
        int filter = tokens.kind(end + 1);
        statement(true, begun(i));
        statement(isStop(after), PROBABLE + begun(i) * 2);
        statement(after == WHERE && !isStop(filter) && filter != PROSE, CERTAIN);
        statement(after == SEMI || TELLING_TABLES.have(table), isStop(after) ? CERTAIN : PROBABLE);
    }

    private void insert(int i, int next) {
        boolean into = next == INTO;
        int at = into ? i + 2 : i + 1;
        int begun = begun(i);
        statement(into && begun > 0 && tokens.kind(at) == END, CERTAIN);
        if (!into && !(tokens.is(i, "insert") && begun > 0) || !isName(tokens.kind(at))) {
            return;
        }
        int end = at + 1;
        while (tokens.kind(end) == DOT && end < at + RUN) {
            end += 2;
        }
        boolean columns = tokens.kind(end) == LPAR;
        int after = tokens.kind(columns ? tokens.afterParentheses(end) : end);
        if (after == VALUES || after == SELECT || after == SET || tokens.is(end, "default")) {
            statement(true, CERTAIN);
        } else {
            statement(begun >= ATTACHED, LIKELY);
            statement(columns && into, STRONG + begun);
        }
    }

    private void update(int i) {
        if (!isName(tokens.kind(i + 1))) {
            return;
        }
        int at = tokens.afterOperand(i + 1);
        if (tokens.kind(at) == AS) {
            at += 2;
        } else if (isName(tokens.kind(at)) && tokens.kind(at + 1) == SET) {
            at++;
        }
        if (tokens.kind(at) == SET) {
            statement(true, begun(i) > 0 ? STRONG : HINT);
            statement(tokens.kind(tokens.afterOperand(at + 1)) == CMP, CERTAIN);
        } else {
            statement(tokens.kind(at) == END && tokens.kind(i + 1) == SECRET && begun(i) > 0, CERTAIN);
        }
    }

    private void exec(int i, int next) {
        int begun = begun(i);
        int argument = tokens.kind(i + 2);
        boolean procedure = isDatabaseFunction(next) && tokens.length(i + 1) > 4;
        boolean path = next == MASTER && argument == DOT;
        boolean deep = isName(next) && argument == DOT && tokens.kind(i + 3) == DOT;
        boolean text = (next == LPAR || next == IMMEDIATE) && isLiteral(argument);
        boolean fragment = next == LPAR && tokens.glued(i + 1) && argument == END;
        statement(next == VAR || procedure || path || deep || text || fragment, CERTAIN);
        boolean named = isName(next) && (isCalled(i + 1) || argument == STR);
        statement(begun >= ATTACHED && (named || next == LPAR), LIKELY + begun);
    }

    private void set(int i, int next) {
        boolean variable = (next == VAR || next == SYSVAR) && tokens.kind(i + 2) == CMP;
        boolean global = next == GLOBAL && tokens.kind(i + 3) == CMP;
        statement(variable || global, CERTAIN);
        statement(next == VAR && !variable, PROBABLE + 2 * begun(i));
    }

    private void grant(int i, int next) {
        int on = 0;
        for (int at = i + 2; at < i + 6; at++) {
            on = tokens.is(at, "on") ? at : on;
        }
        boolean object = on > 0 && (isName(tokens.kind(on + 1)) || tokens.kind(on + 1) == STAR);
        statement(object && begun(i) > 0, ALMOST_CERTAIN);
        statement(object && PRIVILEGES.have(next), CERTAIN);
        boolean role = isName(next) && tokens.is(i + 2, "to") && isName(tokens.kind(i + 3));
        statement(role && (begun(i) >= ATTACHED || tokens.is(i + 1, "dba")), ALMOST_CERTAIN);
    }

    private void copy(int i) {
        for (int at = i + 1; at < i + EXPRESSION; at++) {
            statement(tokens.kind(at) == PROGRAM && tokens.kind(at + 1) == STR, CERTAIN);
        }
    }

    /** {@code ;if 1=1 …}, {@code if(1=1,sleep(5),0)}. */
    private void condition(int i) {
        boolean opened = tokens.kind(i + 1) == LPAR;
        int at = tokens.afterUnary(i + 1);
        int kind = tokens.kind(at);
        if (kind == SELECT || kind == EXISTS) {
            evidence.add(Rule.QUERY, begun(i) > 0 || opened ? CERTAIN : PROBABLE);
            return;
        }
        int operator = tokens.afterOperand(at);
        if (!isLiteral(kind) && !isName(kind) || !isComparison(tokens.kind(operator))) {
            return;
        }
        int other = tokens.kind(tokens.afterUnary(operator + 1));
        evidence.addIf(opened && kind == NUM && other == END, Rule.BOOLEAN, CERTAIN);
        boolean choice = opened && tokens.kind(operator + 2) == COMMA;
        int stacked = begun(i) > 0 ? HALF : 0;
        if (isLiteral(kind) && isLiteral(other)) {
            evidence.add(Rule.BOOLEAN, (opened ? LIKELY : HINT) + stacked);
            evidence.addIf(choice, Rule.BOOLEAN, CERTAIN + stacked);
        } else {
            evidence.addIf(isDatabaseFunction(kind) && tokens.kind(at + 1) == LPAR, Rule.BOOLEAN, HALF + stacked);
        }
    }
}
