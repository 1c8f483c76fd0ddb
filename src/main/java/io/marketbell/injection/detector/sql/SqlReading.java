package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.MutableText;

/** One reading of a text as SQL: in one context, checked by all rules. */
final class SqlReading {
    /**
     * Maximum number of tokens that rules look back: that far after a convergence, the start of a reading no longer
     * matters.
     */
    private static final int LOOK_BACK = 64;

    private final MutableText text;
    private final Tokens tokens;
    private final SqlReading met;
    private final Evidence evidence;
    private final BooleanRules booleans;
    private final QueryRules queries;
    private final StatementRules statements;
    private final FunctionRules functions;
    /** Whether an SQL word was found. */
    private boolean sql;

    /**
     * @param met the reading that this one converges with and whose verdict it shares from there; null if there is none
     */
    SqlReading(MutableText text, Tokens tokens, SqlReading met) {
        this.text = text;
        this.tokens = tokens;
        this.met = met;
        this.evidence = new Evidence(text.length());
        this.booleans = new BooleanRules(tokens, evidence);
        this.queries = new QueryRules(tokens, evidence);
        this.statements = new StatementRules(tokens, evidence);
        this.functions = new FunctionRules(tokens, evidence);
    }

    Tokens tokens() {
        return tokens;
    }

    /** @return the rule that matched, or null */
    Rule verdict() {
        walk();
        evidence.close();
        openCall();
        if (tokens.isBroken()) {
            new QuoteBreakout(tokens, evidence).weigh();
        }
        tokens.obfuscation().weigh(evidence, text, sql);
        return evidence.verdict();
    }

    private void walk() {
        int end = met == null ? tokens.size() : ownEnd();
        for (int i = tokens.nextLive(0, end); i < end; i = tokens.nextLive(i + 1, end)) {
            int kind = tokens.kind(i);
            evidence.turnTo(Evidence.page(tokens.from(i)));
            weigh(i, kind);
            sql |= kind == TokenKind.LOGIC || kind >= TokenKind.UNION;
            if (evidence.isEnough()) {
                return;
            }
        }
        if (end < tokens.size()) {
            evidence.takeOver(met.evidence, Evidence.page(tokens.from(end)));
            sql |= met.sql;
        }
    }

    /**
     * The first token, at the start of a page, from which on the verdict of the converged reading applies completely.
     */
    private int ownEnd() {
        int end = tokens.own() + LOOK_BACK;
        while (end < tokens.size() && Evidence.page(tokens.from(end)) == Evidence.page(tokens.from(end - 1))) {
            end++;
        }
        return Math.min(end, tokens.size());
    }

    private void weigh(int i, int kind) {
        switch (kind) {
            case TokenKind.LOGIC, TokenKind.PIPES -> booleans.at(i);
            case TokenKind.UNION -> queries.union(i);
            case TokenKind.SELECT -> queries.select(i);
            case TokenKind.ORDER, TokenKind.GROUP -> queries.sorted(i);
            case TokenKind.FROM -> queries.from(i, isInCast(i));
            case TokenKind.WHERE -> queries.where(i);
            case TokenKind.HAVING -> queries.having(i);
            case TokenKind.LIMIT -> queries.limit(i);
            case TokenKind.LINE -> cutOff(i);
            case TokenKind.CMP -> evidence.add(Rule.BOOLEAN, isChain(i) ? 10 : 0);
            case TokenKind.LIKE, TokenKind.IN, TokenKind.IS -> compared(i, kind);
            default -> {
                statements.at(i, kind);
                functions.at(i, kind);
            }
        }
    }

    private boolean isInCast(int from) {
        int before = tokens.kind(from - 3);
        return tokens.kind(from - 2) == TokenKind.AS && (before == TokenKind.RPAR || before == TokenKind.NUM);
    }

    /** {@code month=(}: the start of a call or a query that another parameter continues. */
    private void openCall() {
        int last = tokens.size() - 1;
        if (tokens.kind(last) != TokenKind.LPAR || last > 6) {
            return;
        }
        int at = last - 1;
        while (at > last - 5
                && (TokenKind.isComparison(tokens.kind(at))
                        || tokens.kind(at) >= TokenKind.CMP && tokens.kind(at) < TokenKind.UNION)) {
            at--;
        }
        int name = tokens.kind(at);
        boolean known = name == TokenKind.FUNC
                || name == TokenKind.SECRET
                || name == TokenKind.TELLING
                || name == TokenKind.WEAK_OBJECT;
        evidence.add(Rule.FUNCTION, known && at < last - 1 ? 10 : 0);
    }

    /** {@code 'a'='b'=1}. */
    private boolean isChain(int i) {
        return tokens.kind(i - 1) == TokenKind.STR
                && tokens.kind(i + 1) == TokenKind.STR
                && tokens.kind(i + 2) == TokenKind.CMP
                && tokens.kind(i + 3) == TokenKind.NUM;
    }

    /** Comparisons that start the text or are always true. */
    private void compared(int i, int kind) {
        int before = tokens.kind(i - 1);
        int after = tokens.kind(i + 1);
        boolean same = kind == TokenKind.LIKE && before == TokenKind.NUM && after == TokenKind.NUM;
        boolean between = kind == TokenKind.LIKE && before == TokenKind.RPAR && after == TokenKind.LPAR;
        boolean list = kind == TokenKind.IN
                && i == 0
                && after == TokenKind.LPAR
                && tokens.kind(2) == TokenKind.NUM
                && tokens.kind(3) == TokenKind.COMMA
                && tokens.kind(4) == TokenKind.NUM;
        boolean pattern = kind == TokenKind.LIKE
                && (before == TokenKind.NOT && tokens.kind(i - 2) == TokenKind.STR && after == TokenKind.STR
                        || i == 0 && after == TokenKind.NULL && tokens.size() == 2);
        boolean identity = kind == TokenKind.IS
                && before == TokenKind.NUM
                && after == TokenKind.NOT
                && TokenKind.isLiteral(tokens.kind(i + 2))
                && TokenKind.isStop(tokens.kind(i + 3));
        evidence.add(Rule.BOOLEAN, same || between || list || pattern || identity ? 10 : 0);
    }

    /** A comment after a lone value and a parenthesis or a semicolon: {@code 7);--}. */
    private void cutOff(int i) {
        int before = tokens.kind(i - 1);
        boolean semicolon = before == TokenKind.SEMI;
        int value = tokens.kind(semicolon ? i - 2 : i - 1);
        boolean brief = i <= 4 && tokens.kind(i + 2) == TokenKind.END;
        if (brief && semicolon && (value == TokenKind.NUM || value == TokenKind.BREAK || value == TokenKind.RPAR)) {
            evidence.add(Rule.CUT_OFF, 10);
        }
        if (i == 1 && before == TokenKind.NUM && tokens.glued(1) && tokens.first(1) == '-' && tokens.size() == 2) {
            evidence.add(Rule.CUT_OFF, 10);
        }
        if (before == TokenKind.VAR && tokens.glued(i) && tokens.kind(i + 1) == TokenKind.END) {
            evidence.add(Rule.CUT_OFF, 10);
        }
        boolean tautology = i >= 3
                && tokens.kind(i - 2) == TokenKind.CMP
                && (TokenKind.isLiteral(tokens.kind(i - 3)) && TokenKind.isLiteral(before)
                        || before == TokenKind.QUOTED_NAME && tokens.same(i - 1, i - 3));
        evidence.add(Rule.CUT_OFF, tautology ? 10 : before == TokenKind.SYSVAR ? 6 : 0);
        if (before == TokenKind.RPAR && tokens.kind(i + 1) == TokenKind.END) {
            int inside = i - 1;
            while (inside > i - 8 && tokens.kind(inside) == TokenKind.RPAR) {
                inside--;
            }
            int kind = tokens.kind(inside);
            evidence.add(
                    Rule.CUT_OFF,
                    kind == TokenKind.STR || kind == TokenKind.VAR
                            ? 10
                            : kind == TokenKind.NUM ? i - inside > 2 ? 10 : 7 : 0);
        }
    }
}
