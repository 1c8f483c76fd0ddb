package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;

/** UNION and SELECT followed by a list of columns, and the clauses that probe for columns. */
final class QueryRules {
    /** Maximum number of tokens read of a list. */
    private static final int LIST = 400;

    private final Tokens tokens;
    private final Evidence evidence;
    /** The list of columns read last: nested lists end together and are read once. */
    private int listStart;

    private int listEnd = -1;

    QueryRules(Tokens tokens, Evidence evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    private boolean afterValue(int i) {
        int at = i - 1;
        while (at > i - 8 && tokens.kind(at) == TokenKind.RPAR) {
            at--;
        }
        int kind = tokens.kind(at);
        return kind == TokenKind.NUM
                || kind == TokenKind.STR
                || kind == TokenKind.BREAK
                || kind == TokenKind.NULL
                || kind == TokenKind.VAR
                || kind == TokenKind.BOOL
                || kind == TokenKind.LINE
                || kind == TokenKind.SEMI
                || kind == TokenKind.DOT;
    }

    void union(int i) {
        int at = i + 1;
        boolean all = tokens.kind(at) == TokenKind.QUANTIFIER;
        at += all ? 1 : 0;
        int opened = at;
        while (at < opened + 8 && tokens.kind(at) == TokenKind.LPAR) {
            at++;
        }
        int kind = tokens.kind(at);
        if (kind == TokenKind.SELECT || kind == TokenKind.VALUES && tokens.kind(at + 1) == TokenKind.LPAR) {
            boolean sure = all || at > opened || afterValue(i) || kind == TokenKind.VALUES;
            int list = selectList(at);
            evidence.add(Rule.UNION, sure || list >= 4 ? 10 : list > 0 ? 7 : 4);
        } else if (afterValue(i)
                && (kind == TokenKind.LINE || kind == TokenKind.NUM && tokens.kind(at + 1) == TokenKind.COMMA)) {
            evidence.add(Rule.UNION, 10);
        } else if (tokens.kind(at) == TokenKind.END && afterValue(i)) {
            evidence.add(Rule.UNION, tokens.kind(i - 1) == TokenKind.NUM ? 10 : all ? 8 : 5);
        }
    }

    /** A single SELECT; the parentheses and signs before it distinguish a query from prose. */
    void select(int i) {
        if (tokens.glued(i)
                && tokens.glued(i + 1)
                && TokenKind.isLiteral(tokens.kind(i + 1))
                && tokens.kind(i - 1) == TokenKind.BREAK) {
            return; // the word itself in quotes: a name in JSON
        }
        int next = tokens.kind(i + 1);
        boolean opened = tokens.kind(i - 1) == TokenKind.LPAR && next == TokenKind.END;
        boolean odd = next == TokenKind.LBRACE
                || next == TokenKind.UNION
                || next == TokenKind.DOT && tokens.kind(i - 1) != TokenKind.WORD;
        int weight = opened || odd ? 10 : selectList(i);
        int before = tokens.kind(i - 1);
        if (weight > 0) {
            boolean stacked = before == TokenKind.SEMI && tokens.kind(i - 2) == TokenKind.BREAK;
            boolean value = before == TokenKind.LPAR
                    || before == TokenKind.SEMI
                    || before == TokenKind.BREAK
                    || before == TokenKind.NUM;
            evidence.add(Rule.QUERY, weight + (stacked ? 8 : value ? 4 : 0));
        }
    }

    /** The likelihood that columns follow, from 0 for prose to 10. */
    private int selectList(int i) {
        int at = i + 1;
        while (at < i + 4 && (tokens.kind(at) == TokenKind.QUANTIFIER || tokens.kind(at) == TokenKind.TOP)) {
            at += tokens.kind(at) == TokenKind.TOP && tokens.kind(at + 1) == TokenKind.NUM ? 2 : 1;
        }
        boolean top = tokens.kind(i + 1) == TokenKind.TOP && tokens.kind(i + 2) == TokenKind.NUM;
        at = tokens.afterUnary(at);
        int kind = tokens.kind(at);
        if (kind == TokenKind.SELECT) {
            return 8;
        }
        boolean choice = kind == TokenKind.CASE
                && (tokens.kind(at + 1) == TokenKind.WHEN || tokens.kind(at + 1) == TokenKind.END);
        if (kind == TokenKind.SYSVAR || choice) {
            return 10;
        }
        if (kind == TokenKind.LIKE && tokens.kind(at + 1) == TokenKind.LPAR) {
            return 8;
        }
        if (kind == TokenKind.STAR) {
            return tokens.kind(at + 1) == TokenKind.FROM ? 10 : 5;
        }
        if (!TokenKind.isLiteral(kind) && !TokenKind.isName(kind)) {
            return TokenKind.isStop(kind) && top ? 4 : 0;
        }
        return listed(at, kind, top);
    }

    private int listed(int at, int kind, boolean top) {
        int after = tokens.afterOperand(at);
        boolean call = tokens.kind(at + 1) == TokenKind.LPAR && TokenKind.isName(kind);
        int next = tokens.kind(after);
        for (int n = 0; n < 8 && next == TokenKind.RPAR && tokens.kind(after + 1) != TokenKind.END; n++) {
            next = tokens.kind(++after);
        }
        int found = from(at + 1);
        boolean known = kind >= TokenKind.FUNC && kind <= TokenKind.TELLING
                || kind == TokenKind.CHAR
                || kind == TokenKind.CONVERT
                || kind == TokenKind.IF
                || tokens.isEmptyCall(at);
        if (call && known) {
            return found == TokenKind.FROM ? 10 : 8;
        }
        if (found == TokenKind.FROM) {
            if (next == TokenKind.COMMA && !TokenKind.isLiteral(kind)) {
                return table() + 3;
            }
            return TokenKind.isLiteral(kind) || top
                    ? next == TokenKind.COMMA || next == TokenKind.RPAR ? 10 : Math.max(8, table() + 3)
                    : call || kind == TokenKind.SECRET || kind == TokenKind.NILADIC ? 8 : table();
        }
        if (TokenKind.isLiteral(kind)) {
            if (kind == TokenKind.VAR && TokenKind.isName(next) && TokenKind.isStop(tokens.kind(after + 1))) {
                return 10;
            }
            return kind == TokenKind.VAR || kind == TokenKind.NULL && next == TokenKind.COMMA
                    ? next == TokenKind.STR ? 10 : 8
                    : next == TokenKind.COMMA && tokens.isOperand(after + 1)
                            ? 8
                            : TokenKind.isStop(next) || next == TokenKind.RPAR ? 6 : 2;
        }
        if (next == TokenKind.INTO) {
            return 6;
        }
        if ((kind == TokenKind.TELLING || kind == TokenKind.SURE) && TokenKind.isStop(next)) {
            return 5;
        }
        return call && kind == TokenKind.TELLING
                ? 8
                : call ? 3 : next == TokenKind.COMMA || TokenKind.isStop(next) || next == TokenKind.RPAR ? 2 : 0;
    }

    /** The FROM of the list, unless a token before it cannot be part of a list. */
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
        return kind == TokenKind.FROM && tokens.kind(listEnd + 1) == TokenKind.PROSE ? TokenKind.PROSE : kind;
    }

    private boolean endsList(int at) {
        int kind = tokens.kind(at);
        return kind == TokenKind.FROM
                || kind == TokenKind.PROSE
                || kind == TokenKind.END
                || kind == TokenKind.SEMI
                || kind == TokenKind.BREAK
                || kind == TokenKind.WORD && tokens.kind(at - 1) == TokenKind.WORD;
    }

    /** {@code select x from y}: the tokens after it decide. */
    private int table() {
        int at = listEnd;
        int table = tokens.kind(at + 1);
        if (table == TokenKind.META
                || table == TokenKind.SECRET
                || table == TokenKind.QUOTED_NAME
                || table == TokenKind.DUAL
                || table == TokenKind.LPAR) {
            return 10;
        }
        if (!TokenKind.isName(table)) {
            return table == TokenKind.END ? 4 : 1;
        }
        int next = tokens.kind(tokens.afterOperand(at + 1));
        boolean clause = next == TokenKind.WHERE && !TokenKind.isStop(tokens.kind(tokens.afterOperand(at + 1) + 1))
                || next == TokenKind.LIMIT
                || next == TokenKind.ORDER
                || next == TokenKind.GROUP
                || next == TokenKind.UNION
                || next == TokenKind.JOIN;
        return clause
                ? 10
                : next == TokenKind.WHERE
                        ? 7
                        : TokenKind.isStop(next) || next == TokenKind.RPAR || next == TokenKind.COMMA ? 7 : 4;
    }

    /** The second half of a query whose first half may be in another parameter. */
    void from(int i, boolean named) {
        int table = tokens.kind(i + 1);
        if (!TokenKind.isName(table)) {
            evidence.add(Rule.QUERY, named && table == TokenKind.END ? 10 : 0);
            return;
        }
        int end = tokens.afterOperand(i + 1);
        boolean filtered = tokens.kind(end) == TokenKind.WHERE
                && tokens.isOperand(end + 1)
                && TokenKind.isComparison(tokens.kind(tokens.afterOperand(end + 1)));
        boolean quoted = table == TokenKind.QUOTED_NAME
                && (filtered || tokens.kind(end) == TokenKind.WHERE || tokens.kind(end) == TokenKind.LIMIT);
        evidence.add(Rule.QUERY, named || quoted ? 10 : filtered ? i == 0 || afterValue(i) ? 10 : 9 : 0);
    }

    /** {@code 7 where id=7}: a filter attached to a lone value. */
    void where(int i) {
        boolean compared = tokens.isOperand(i + 1) && TokenKind.isComparison(tokens.kind(tokens.afterOperand(i + 1)));
        evidence.add(Rule.QUERY, compared && afterValue(i) ? 10 : 0);
    }

    /** ORDER BY, GROUP BY. */
    void sorted(int i) {
        if (tokens.kind(i + 1) != TokenKind.BY) {
            return;
        }
        int at = tokens.afterUnary(i + 2);
        boolean opened = tokens.kind(i + 2) == TokenKind.LPAR;
        int kind = tokens.kind(at);
        if (kind == TokenKind.SELECT || kind == TokenKind.CASE && tokens.kind(at + 1) == TokenKind.WHEN) {
            evidence.add(Rule.PROBE, 10);
            return;
        }
        boolean value = afterValue(i);
        if ((kind >= TokenKind.FUNC && kind <= TokenKind.SURE || kind == TokenKind.IF)
                && tokens.kind(at + 1) == TokenKind.LPAR) {
            evidence.add(Rule.PROBE, value ? 10 : 7);
        }
        if (kind == TokenKind.NUM) {
            int last = at;
            while (last < at + 64
                    && tokens.kind(last + 1) == TokenKind.COMMA
                    && tokens.kind(last + 2) == TokenKind.NUM) {
                last += 2;
            }
            int next = tokens.kind(last + 1);
            next = next == TokenKind.COMMA ? tokens.kind(last + 2) : next;
            boolean whole = TokenKind.isStop(next)
                    || next == TokenKind.RPAR
                    || next == TokenKind.HAVING
                    || next == TokenKind.LIMIT
                    || next == TokenKind.UNION
                    || tokens.is(last + 1, "asc")
                    || tokens.is(last + 1, "desc");
            evidence.add(Rule.PROBE, !whole ? 0 : value || next == TokenKind.LINE || last > at || opened ? 10 : 5);
        } else if (TokenKind.isName(kind) && value) {
            int next = tokens.kind(tokens.afterOperand(at));
            evidence.add(
                    Rule.PROBE,
                    next == TokenKind.LINE || next == TokenKind.HAVING ? 10 : next == TokenKind.END ? 6 : 2);
        }
    }

    void having(int i) {
        int at = tokens.afterUnary(i + 1);
        int kind = tokens.kind(at);
        if (!TokenKind.isLiteral(kind) && !TokenKind.isName(kind)) {
            return;
        }
        int after = tokens.afterOperand(at);
        int next = tokens.kind(after);
        if (TokenKind.isComparison(next)) {
            boolean literal = TokenKind.isLiteral(kind) && TokenKind.isLiteral(tokens.kind(after + 1));
            boolean grouped = tokens.kind(i - 2) == TokenKind.BY || tokens.kind(i - 3) == TokenKind.BY;
            evidence.add(
                    Rule.PROBE,
                    literal || grouped || afterValue(i) ? 10 : TokenKind.isLiteral(tokens.kind(after + 1)) ? 8 : 4);
            boolean open = TokenKind.isLiteral(kind) && tokens.kind(after + 1) == TokenKind.END;
            evidence.add(Rule.PROBE, open ? 10 : 0);
        } else if (next == TokenKind.LOGIC
                && (TokenKind.isLiteral(kind) && TokenKind.isLiteral(tokens.kind(after + 1)))) {
            evidence.add(Rule.PROBE, 10);
        } else if (next == TokenKind.LINE && afterValue(i)) {
            evidence.add(Rule.PROBE, 9);
        } else if (kind >= TokenKind.FUNC && kind <= TokenKind.SURE && tokens.kind(at + 1) == TokenKind.LPAR) {
            evidence.add(Rule.PROBE, 6);
        }
    }

    void limit(int i) {
        int next = tokens.kind(i + 2);
        boolean pair = tokens.kind(i + 1) == TokenKind.NUM
                && (next == TokenKind.COMMA || next == TokenKind.OFFSET)
                && tokens.kind(i + 3) == TokenKind.NUM;
        boolean cut = tokens.kind(i + 1) == TokenKind.NUM && next == TokenKind.LINE && afterValue(i);
        boolean ended = tokens.kind(i + 4) == TokenKind.LINE;
        evidence.add(
                Rule.PROBE,
                pair && ended ? 10 : pair ? next == TokenKind.OFFSET || afterValue(i) ? 7 : 4 : cut ? 8 : 0);
        if (next == TokenKind.PROCEDURE || next == TokenKind.INTO) {
            evidence.add(Rule.PROBE, 8);
        }
    }
}
