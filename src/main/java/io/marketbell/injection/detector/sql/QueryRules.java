package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;

/** UNION and SELECT followed by a list of columns, and the clauses that probe for columns. */
final class QueryRules {
    private static final Kinds VALUE_ENDS = Kinds.of(NUM, STR, BREAK, NULL, VAR, BOOL, LINE, SEMI, DOT);
    private static final Kinds BEFORE_QUERY = Kinds.of(LPAR, SEMI, BREAK, NUM);
    private static final Kinds LIST_ENDS = Kinds.of(FROM, PROSE, END, SEMI, BREAK);
    private static final Kinds TELLING_TABLES = Kinds.of(META, SECRET, QUOTED_NAME, DUAL, LPAR);
    private static final Kinds CLAUSES = Kinds.of(LIMIT, ORDER, GROUP, UNION, JOIN);
    private static final Kinds AFTER_TABLE = Kinds.of(WHERE, END, LINE, SEMI, RPAR, COMMA);
    private static final Kinds AFTER_NAME = Kinds.of(COMMA, END, LINE, SEMI, RPAR);
    private static final Kinds AFTER_COLUMNS = Kinds.of(END, LINE, SEMI, RPAR, HAVING, LIMIT, UNION);
    private static final Kinds KNOWN_FUNCTIONS = Kinds.of(FUNC, SURE, TELLING, CHAR, CONVERT, IF);

    private final Tokens tokens;
    private final Evidence evidence;
    /** The list of columns read last: nested lists end together and are read once. */
    private int listStart;

    private int listEnd = -1;

    QueryRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    private void probe(boolean found, int weight) {
        evidence.addIf(found, Rule.PROBE, weight);
    }

    private boolean afterValue(int i) {
        int at = i - 1;
        while (at > i - RUN && tokens.kind(at) == RPAR) {
            at--;
        }
        return VALUE_ENDS.have(tokens.kind(at));
    }

    void union(int i) {
        boolean all = tokens.kind(i + 1) == QUANTIFIER;
        int opened = all ? i + 2 : i + 1;
        int at = opened;
        while (at < opened + RUN && tokens.kind(at) == LPAR) {
            at++;
        }
        int kind = tokens.kind(at);
        int next = tokens.kind(at + 1);
        boolean attached = afterValue(i);
        if (kind == SELECT || kind == VALUES && next == LPAR) {
            int list = selectList(at);
            boolean sure = all || at > opened || attached || kind == VALUES;
            evidence.add(Rule.UNION, list > 0 ? LIKELY : POSSIBLE);
            evidence.addIf(sure || list >= POSSIBLE, Rule.UNION, CERTAIN);
        } else if (attached) {
            boolean columns = kind == LINE || kind == NUM && next == COMMA;
            evidence.addIf(kind == END, Rule.UNION, all ? STRONG : HALF);
            evidence.addIf(columns || kind == END && tokens.kind(i - 1) == NUM, Rule.UNION, CERTAIN);
        }
    }

    /** A single SELECT; the parentheses and signs before it distinguish a query from prose. */
    void select(int i) {
        int next = tokens.kind(i + 1);
        int before = tokens.kind(i - 1);
        if (before == BREAK && tokens.glued(i) && tokens.glued(i + 1) && isLiteral(next)) {
            return; // the word itself in quotes: a name in JSON
        }
        boolean opened = before == LPAR && next == END;
        boolean odd = next == LBRACE || next == UNION || next == DOT && before != WORD;
        int weight = opened || odd ? CERTAIN : selectList(i);
        if (weight > 0) {
            boolean stacked = before == SEMI && tokens.kind(i - 2) == BREAK;
            int attached = BEFORE_QUERY.have(before) ? POSSIBLE : 0;
            evidence.add(Rule.QUERY, weight + (stacked ? STRONG : attached));
        }
    }

    /** The weight of the columns that follow; 0 if they are prose. */
    private int selectList(int i) {
        int at = i + 1;
        while (at < i + 4 && (tokens.kind(at) == QUANTIFIER || tokens.kind(at) == TOP)) {
            at += tokens.kind(at) == TOP && tokens.kind(at + 1) == NUM ? 2 : 1;
        }
        boolean top = tokens.kind(i + 1) == TOP && tokens.kind(i + 2) == NUM;
        at = tokens.afterUnary(at);
        int next = tokens.kind(at + 1);
        int kind = tokens.kind(at);
        return switch (kind) {
            case SELECT -> STRONG;
            case SYSVAR -> CERTAIN;
            case CASE -> next == WHEN || next == END ? CERTAIN : 0;
            case LIKE -> next == LPAR ? STRONG : 0;
            case STAR -> next == FROM ? CERTAIN : HALF;
            case END, LINE, SEMI -> top ? POSSIBLE : 0;
            default -> isLiteral(kind) || isName(kind) ? listed(at, kind, top) : 0;
        };
    }

    private int listed(int at, int kind, boolean top) {
        int after = tokens.afterOperand(at);
        boolean call = tokens.kind(at + 1) == LPAR && isName(kind);
        int next = tokens.kind(after);
        for (int n = 0; n < RUN && next == RPAR && tokens.kind(after + 1) != END; n++) {
            next = tokens.kind(++after);
        }
        boolean from = endOfList(at + 1) == FROM;
        if (call && (KNOWN_FUNCTIONS.have(kind) || tokens.isEmptyCall(at))) {
            return from ? CERTAIN : STRONG;
        }
        if (from) {
            return listedFrom(kind, next, call, top);
        }
        return isLiteral(kind) ? listedLiteral(kind, next, after) : listedName(kind, next, call);
    }

    private int listedFrom(int kind, int next, boolean call, boolean top) {
        if (next == COMMA && !isLiteral(kind)) {
            return table() + WEAK;
        }
        if (isLiteral(kind) || top) {
            return next == COMMA || next == RPAR ? CERTAIN : Math.max(STRONG, table() + WEAK);
        }
        return call || kind == SECRET || kind == NILADIC ? STRONG : table();
    }

    private int listedLiteral(int kind, int next, int after) {
        boolean assigned = kind == VAR && isName(next) && isStop(tokens.kind(after + 1));
        if (assigned || kind == VAR && next == STR) {
            return CERTAIN;
        }
        boolean list = next == COMMA && (kind == NULL || tokens.isOperand(after + 1));
        if (kind == VAR || list) {
            return STRONG;
        }
        return isStop(next) || next == RPAR ? PROBABLE : HINT;
    }

    private static int listedName(int kind, int next, boolean call) {
        if (next == INTO) {
            return PROBABLE;
        }
        if (isDatabaseFunction(kind) && isStop(next)) {
            return HALF;
        }
        if (call) {
            return WEAK;
        }
        return AFTER_NAME.have(next) ? HINT : 0;
    }

    /** The kind of the token that ends the list: FROM, unless prose follows it, or a token that is in no list. */
    private int endOfList(int start) {
        if (start < listStart || start > listEnd) {
            int at = start;
            while (at < start + LIST && !endsList(at)) {
                at++;
            }
            listStart = start;
            listEnd = at;
        }
        int kind = tokens.kind(listEnd);
        return kind == FROM && tokens.kind(listEnd + 1) == PROSE ? PROSE : kind;
    }

    private boolean endsList(int at) {
        int kind = tokens.kind(at);
        return LIST_ENDS.have(kind) || kind == WORD && tokens.kind(at - 1) == WORD;
    }

    /** {@code select x from y}: the tokens after it decide. */
    private int table() {
        int at = listEnd + 1;
        int table = tokens.kind(at);
        if (TELLING_TABLES.have(table)) {
            return CERTAIN;
        }
        if (!isName(table)) {
            return table == END ? POSSIBLE : TRACE;
        }
        int end = tokens.afterOperand(at);
        int next = tokens.kind(end);
        if (CLAUSES.have(next) || next == WHERE && !isStop(tokens.kind(end + 1))) {
            return CERTAIN;
        }
        return AFTER_TABLE.have(next) ? LIKELY : POSSIBLE;
    }

    /** The second half of a query whose first half may be in another parameter. */
    void from(int i, boolean named) {
        int table = tokens.kind(i + 1);
        if (!isName(table)) {
            evidence.addIf(named && table == END, Rule.QUERY, CERTAIN);
            return;
        }
        int end = tokens.afterOperand(i + 1);
        int next = tokens.kind(end);
        boolean quoted = table == QUOTED_NAME && (next == WHERE || next == LIMIT);
        boolean filtered = next == WHERE && isCompared(end + 1);
        evidence.addIf(filtered, Rule.QUERY, ALMOST_CERTAIN);
        evidence.addIf(named || quoted || filtered && (i == 0 || afterValue(i)), Rule.QUERY, CERTAIN);
    }

    private boolean isCompared(int i) {
        return tokens.isOperand(i) && isComparison(tokens.kind(tokens.afterOperand(i)));
    }

    /** {@code 7 where id=7}: a filter attached to a lone value. */
    void where(int i) {
        evidence.addIf(isCompared(i + 1) && afterValue(i), Rule.QUERY, CERTAIN);
    }

    /** ORDER BY, GROUP BY. */
    void sorted(int i) {
        if (tokens.kind(i + 1) != BY) {
            return;
        }
        int at = tokens.afterUnary(i + 2);
        int kind = tokens.kind(at);
        int next = tokens.kind(at + 1);
        if (kind == SELECT || kind == CASE && next == WHEN) {
            probe(true, CERTAIN);
            return;
        }
        boolean value = afterValue(i);
        boolean call = (kind == FUNC || kind == SURE || kind == IF) && next == LPAR;
        probe(call, value ? CERTAIN : LIKELY);
        if (kind == NUM) {
            numbered(at, value || tokens.kind(i + 2) == LPAR);
        } else if (isName(kind) && value) {
            int end = tokens.kind(tokens.afterOperand(at));
            probe(true, end == END ? PROBABLE : HINT);
            probe(end == LINE || end == HAVING, CERTAIN);
        }
    }

    /** {@code order by 1,2}. */
    private void numbered(int at, boolean attached) {
        int last = at;
        while (last < at + COLUMNS && tokens.kind(last + 1) == COMMA && tokens.kind(last + 2) == NUM) {
            last += 2;
        }
        int next = tokens.kind(tokens.kind(last + 1) == COMMA ? last + 2 : last + 1);
        if (AFTER_COLUMNS.have(next) || tokens.is(last + 1, "asc") || tokens.is(last + 1, "desc")) {
            probe(true, attached || next == LINE || last > at ? CERTAIN : HALF);
        }
    }

    void having(int i) {
        int at = tokens.afterUnary(i + 1);
        int kind = tokens.kind(at);
        if (!isLiteral(kind) && !isName(kind)) {
            return;
        }
        int after = tokens.afterOperand(at);
        int next = tokens.kind(after);
        int other = tokens.kind(after + 1);
        boolean literals = isLiteral(kind) && isLiteral(other);
        boolean value = afterValue(i);
        if (isComparison(next)) {
            boolean grouped = tokens.kind(i - 2) == BY || tokens.kind(i - 3) == BY;
            probe(true, isLiteral(other) ? STRONG : POSSIBLE);
            probe(literals || grouped || value || isLiteral(kind) && other == END, CERTAIN);
        } else if (next == LOGIC && literals) {
            probe(true, CERTAIN);
        } else if (next == LINE && value) {
            probe(true, ALMOST_CERTAIN);
        } else {
            probe((kind == FUNC || kind == SURE) && tokens.kind(at + 1) == LPAR, PROBABLE);
        }
    }

    void limit(int i) {
        int next = tokens.kind(i + 2);
        boolean number = tokens.kind(i + 1) == NUM;
        boolean pair = number && (next == COMMA || next == OFFSET) && tokens.kind(i + 3) == NUM;
        boolean value = afterValue(i);
        probe(pair, next == OFFSET || value ? LIKELY : POSSIBLE);
        probe(next == PROCEDURE || next == INTO || number && next == LINE && value, STRONG);
        probe(pair && tokens.kind(i + 4) == LINE, CERTAIN);
    }
}
