package io.marketbell.protection.injection;

/** UNION and SELECT with a list of columns behind them, and the clauses that feel for columns. */
final class QueryRules {
    /** Tokens of a list that are read at most. */
    private static final int LIST = 400;

    private final Tokens tokens;
    private final Evidence evidence;
    /** The list of columns that was read last: lists in lists end together, and are read once. */
    private int listStart;

    private int listEnd = -1;

    QueryRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    private boolean afterValue(int i) {
        int at = i - 1;
        while (at > i - 8 && tokens.kind(at) == Kind.RPAR) {
            at--;
        }
        int kind = tokens.kind(at);
        return kind == Kind.NUM
                || kind == Kind.STR
                || kind == Kind.BREAK
                || kind == Kind.NULL
                || kind == Kind.VAR
                || kind == Kind.BOOL
                || kind == Kind.LINE
                || kind == Kind.SEMI
                || kind == Kind.DOT;
    }

    void union(int i) {
        int at = i + 1;
        boolean all = tokens.kind(at) == Kind.QUANTIFIER;
        at += all ? 1 : 0;
        int opened = at;
        while (at < opened + 8 && tokens.kind(at) == Kind.LPAR) {
            at++;
        }
        int kind = tokens.kind(at);
        if (kind == Kind.SELECT || kind == Kind.VALUES && tokens.kind(at + 1) == Kind.LPAR) {
            boolean sure = all || at > opened || afterValue(i) || kind == Kind.VALUES;
            int list = selectList(at);
            evidence.add(Rule.UNION, sure || list >= 4 ? 10 : list > 0 ? 7 : 4);
        } else if (afterValue(i) && (kind == Kind.LINE || kind == Kind.NUM && tokens.kind(at + 1) == Kind.COMMA)) {
            evidence.add(Rule.UNION, 10);
        } else if (tokens.kind(at) == Kind.END && afterValue(i)) {
            evidence.add(Rule.UNION, tokens.kind(i - 1) == Kind.NUM ? 10 : all ? 8 : 5);
        }
    }

    /** A SELECT as such; the parentheses and signs before it tell prose from a query. */
    void select(int i) {
        if (tokens.glued(i)
                && tokens.glued(i + 1)
                && Kind.isLiteral(tokens.kind(i + 1))
                && tokens.kind(i - 1) == Kind.BREAK) {
            return; // the word itself in quotes: a name of JSON
        }
        int next = tokens.kind(i + 1);
        boolean opened = tokens.kind(i - 1) == Kind.LPAR && next == Kind.END;
        boolean odd = next == Kind.LBRACE || next == Kind.UNION || next == Kind.DOT && tokens.kind(i - 1) != Kind.WORD;
        int weight = opened || odd ? 10 : selectList(i);
        int before = tokens.kind(i - 1);
        if (weight > 0) {
            boolean stacked = before == Kind.SEMI && tokens.kind(i - 2) == Kind.BREAK;
            boolean value = before == Kind.LPAR || before == Kind.SEMI || before == Kind.BREAK || before == Kind.NUM;
            evidence.add(Rule.QUERY, weight + (stacked ? 8 : value ? 4 : 0));
        }
    }

    /** How sure it is that columns follow, from 0 for prose to 10. */
    private int selectList(int i) {
        int at = i + 1;
        while (at < i + 4 && (tokens.kind(at) == Kind.QUANTIFIER || tokens.kind(at) == Kind.TOP)) {
            at += tokens.kind(at) == Kind.TOP && tokens.kind(at + 1) == Kind.NUM ? 2 : 1;
        }
        boolean top = tokens.kind(i + 1) == Kind.TOP && tokens.kind(i + 2) == Kind.NUM;
        at = tokens.afterUnary(at);
        int kind = tokens.kind(at);
        if (kind == Kind.SELECT) {
            return 8;
        }
        boolean choice = kind == Kind.CASE && (tokens.kind(at + 1) == Kind.WHEN || tokens.kind(at + 1) == Kind.END);
        if (kind == Kind.SYSVAR || choice) {
            return 10;
        }
        if (kind == Kind.LIKE && tokens.kind(at + 1) == Kind.LPAR) {
            return 8;
        }
        if (kind == Kind.STAR) {
            return tokens.kind(at + 1) == Kind.FROM ? 10 : 5;
        }
        if (!Kind.isLiteral(kind) && !Kind.isName(kind)) {
            return Kind.isStop(kind) && top ? 4 : 0;
        }
        return listed(at, kind, top);
    }

    private int listed(int at, int kind, boolean top) {
        int after = tokens.afterOperand(at);
        boolean call = tokens.kind(at + 1) == Kind.LPAR && Kind.isName(kind);
        int next = tokens.kind(after);
        for (int n = 0; n < 8 && next == Kind.RPAR && tokens.kind(after + 1) != Kind.END; n++) {
            next = tokens.kind(++after);
        }
        int found = from(at + 1);
        boolean known = kind >= Kind.FUNC && kind <= Kind.TELLING
                || kind == Kind.CHAR
                || kind == Kind.CONVERT
                || kind == Kind.IF
                || tokens.isEmptyCall(at);
        if (call && known) {
            return found == Kind.FROM ? 10 : 8;
        }
        if (found == Kind.FROM) {
            if (next == Kind.COMMA && !Kind.isLiteral(kind)) {
                return table() + 3;
            }
            return Kind.isLiteral(kind) || top
                    ? next == Kind.COMMA || next == Kind.RPAR ? 10 : Math.max(8, table() + 3)
                    : call || kind == Kind.SECRET || kind == Kind.NILADIC ? 8 : table();
        }
        if (Kind.isLiteral(kind)) {
            if (kind == Kind.VAR && Kind.isName(next) && Kind.isStop(tokens.kind(after + 1))) {
                return 10;
            }
            return kind == Kind.VAR || kind == Kind.NULL && next == Kind.COMMA
                    ? next == Kind.STR ? 10 : 8
                    : next == Kind.COMMA && tokens.isOperand(after + 1)
                            ? 8
                            : Kind.isStop(next) || next == Kind.RPAR ? 6 : 2;
        }
        if (next == Kind.INTO) {
            return 6;
        }
        if ((kind == Kind.TELLING || kind == Kind.SURE) && Kind.isStop(next)) {
            return 5;
        }
        return call && kind == Kind.TELLING
                ? 8
                : call ? 3 : next == Kind.COMMA || Kind.isStop(next) || next == Kind.RPAR ? 2 : 0;
    }

    /** The FROM that belongs to the list, if nothing stands before it that no list holds. */
    private int from(int start) {
        if (start < listStart || start > listEnd) {
            int at = start;
            while (at < start + LIST && !endsList(at)) {
                at++;
            }
            listStart = start;
            listEnd = at;
        }
        int kind = tokens.kind(listEnd);
        return kind == Kind.FROM && tokens.kind(listEnd + 1) == Kind.PROSE ? Kind.PROSE : kind;
    }

    private boolean endsList(int at) {
        int kind = tokens.kind(at);
        return kind == Kind.FROM
                || kind == Kind.PROSE
                || kind == Kind.END
                || kind == Kind.SEMI
                || kind == Kind.BREAK
                || kind == Kind.WORD && tokens.kind(at - 1) == Kind.WORD;
    }

    /** {@code select x from y}: what follows decides. */
    private int table() {
        int at = listEnd;
        int table = tokens.kind(at + 1);
        if (table == Kind.META
                || table == Kind.SECRET
                || table == Kind.QUOTED_NAME
                || table == Kind.DUAL
                || table == Kind.LPAR) {
            return 10;
        }
        if (!Kind.isName(table)) {
            return table == Kind.END ? 4 : 1;
        }
        int next = tokens.kind(tokens.afterOperand(at + 1));
        boolean clause = next == Kind.WHERE && !Kind.isStop(tokens.kind(tokens.afterOperand(at + 1) + 1))
                || next == Kind.LIMIT
                || next == Kind.ORDER
                || next == Kind.GROUP
                || next == Kind.UNION
                || next == Kind.JOIN;
        return clause
                ? 10
                : next == Kind.WHERE ? 7 : Kind.isStop(next) || next == Kind.RPAR || next == Kind.COMMA ? 7 : 4;
    }

    /** The second half of a query whose first one another parameter holds. */
    void from(int i, boolean named) {
        int table = tokens.kind(i + 1);
        if (!Kind.isName(table)) {
            evidence.add(Rule.QUERY, named && table == Kind.END ? 10 : 0);
            return;
        }
        int end = tokens.afterOperand(i + 1);
        boolean filtered = tokens.kind(end) == Kind.WHERE
                && tokens.isOperand(end + 1)
                && Kind.isComparison(tokens.kind(tokens.afterOperand(end + 1)));
        boolean quoted = table == Kind.QUOTED_NAME
                && (filtered || tokens.kind(end) == Kind.WHERE || tokens.kind(end) == Kind.LIMIT);
        evidence.add(Rule.QUERY, named || quoted ? 10 : filtered ? i == 0 || afterValue(i) ? 10 : 9 : 0);
    }

    /** {@code 7 where id=7}: a filter hung on a lone value. */
    void where(int i) {
        boolean compared = tokens.isOperand(i + 1) && Kind.isComparison(tokens.kind(tokens.afterOperand(i + 1)));
        evidence.add(Rule.QUERY, compared && afterValue(i) ? 10 : 0);
    }

    /** ORDER BY, GROUP BY. */
    void sorted(int i) {
        if (tokens.kind(i + 1) != Kind.BY) {
            return;
        }
        int at = tokens.afterUnary(i + 2);
        boolean opened = tokens.kind(i + 2) == Kind.LPAR;
        int kind = tokens.kind(at);
        if (kind == Kind.SELECT || kind == Kind.CASE && tokens.kind(at + 1) == Kind.WHEN) {
            evidence.add(Rule.PROBE, 10);
            return;
        }
        boolean value = afterValue(i);
        if ((kind >= Kind.FUNC && kind <= Kind.SURE || kind == Kind.IF) && tokens.kind(at + 1) == Kind.LPAR) {
            evidence.add(Rule.PROBE, value ? 10 : 7);
        }
        if (kind == Kind.NUM) {
            int last = at;
            while (last < at + 64 && tokens.kind(last + 1) == Kind.COMMA && tokens.kind(last + 2) == Kind.NUM) {
                last += 2;
            }
            int next = tokens.kind(last + 1);
            next = next == Kind.COMMA ? tokens.kind(last + 2) : next;
            boolean whole = Kind.isStop(next)
                    || next == Kind.RPAR
                    || next == Kind.HAVING
                    || next == Kind.LIMIT
                    || next == Kind.UNION
                    || tokens.is(last + 1, "asc")
                    || tokens.is(last + 1, "desc");
            evidence.add(Rule.PROBE, !whole ? 0 : value || next == Kind.LINE || last > at || opened ? 10 : 5);
        } else if (Kind.isName(kind) && value) {
            int next = tokens.kind(tokens.afterOperand(at));
            evidence.add(Rule.PROBE, next == Kind.LINE || next == Kind.HAVING ? 10 : next == Kind.END ? 6 : 2);
        }
    }

    void having(int i) {
        int at = tokens.afterUnary(i + 1);
        int kind = tokens.kind(at);
        if (!Kind.isLiteral(kind) && !Kind.isName(kind)) {
            return;
        }
        int after = tokens.afterOperand(at);
        int next = tokens.kind(after);
        if (Kind.isComparison(next)) {
            boolean literal = Kind.isLiteral(kind) && Kind.isLiteral(tokens.kind(after + 1));
            boolean grouped = tokens.kind(i - 2) == Kind.BY || tokens.kind(i - 3) == Kind.BY;
            evidence.add(
                    Rule.PROBE,
                    literal || grouped || afterValue(i) ? 10 : Kind.isLiteral(tokens.kind(after + 1)) ? 8 : 4);
            boolean open = Kind.isLiteral(kind) && tokens.kind(after + 1) == Kind.END;
            evidence.add(Rule.PROBE, open ? 10 : 0);
        } else if (next == Kind.LOGIC && (Kind.isLiteral(kind) && Kind.isLiteral(tokens.kind(after + 1)))) {
            evidence.add(Rule.PROBE, 10);
        } else if (next == Kind.LINE && afterValue(i)) {
            evidence.add(Rule.PROBE, 9);
        } else if (kind >= Kind.FUNC && kind <= Kind.SURE && tokens.kind(at + 1) == Kind.LPAR) {
            evidence.add(Rule.PROBE, 6);
        }
    }

    void limit(int i) {
        int next = tokens.kind(i + 2);
        boolean pair = tokens.kind(i + 1) == Kind.NUM
                && (next == Kind.COMMA || next == Kind.OFFSET)
                && tokens.kind(i + 3) == Kind.NUM;
        boolean cut = tokens.kind(i + 1) == Kind.NUM && next == Kind.LINE && afterValue(i);
        boolean ended = tokens.kind(i + 4) == Kind.LINE;
        evidence.add(
                Rule.PROBE, pair && ended ? 10 : pair ? next == Kind.OFFSET || afterValue(i) ? 7 : 4 : cut ? 8 : 0);
        if (next == Kind.PROCEDURE || next == Kind.INTO) {
            evidence.add(Rule.PROBE, 8);
        }
    }
}
