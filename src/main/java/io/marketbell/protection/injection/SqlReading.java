package io.marketbell.protection.injection;

/** One reading of a text as SQL: in one context, against all rules. */
final class SqlReading {
    private final Tokens tokens;
    private final Evidence evidence = new Evidence();

    private SqlReading(Tokens tokens) {
        this.tokens = tokens;
    }

    /** @return the rule that found an attack, or null */
    static Rule of(Tokens tokens) {
        return new SqlReading(tokens).verdict();
    }

    private Rule verdict() {
        BooleanRules booleans = new BooleanRules(tokens, evidence);
        QueryRules queries = new QueryRules(tokens, evidence);
        StatementRules statements = new StatementRules(tokens, evidence);
        FunctionRules functions = new FunctionRules(tokens, evidence);
        boolean sql = false;
        for (int i = 0; i < tokens.size(); i++) {
            int kind = tokens.kind(i);
            switch (kind) {
                case Kind.LOGIC, Kind.PIPES -> booleans.at(i);
                case Kind.UNION -> queries.union(i);
                case Kind.SELECT -> queries.select(i);
                case Kind.ORDER, Kind.GROUP -> queries.sorted(i);
                case Kind.FROM -> queries.from(
                        i, tokens.kind(i - 2) == Kind.AS
                                && (tokens.kind(i - 3) == Kind.RPAR || tokens.kind(i - 3) == Kind.NUM));
                case Kind.HAVING -> queries.having(i);
                case Kind.LIMIT -> queries.limit(i);
                case Kind.LINE -> cutOff(i);
                case Kind.NUM, Kind.WORD, Kind.PROSE, Kind.STR, Kind.COMMA, Kind.DOT, Kind.RPAR, Kind.LPAR -> {
                    continue;
                }
                default -> {
                    statements.at(i, kind);
                    functions.at(i, kind);
                }
            }
            sql |= kind == Kind.LOGIC || kind >= Kind.UNION;
        }
        if (tokens.kind(0) == Kind.BREAK) {
            new BreakOut(tokens, evidence).weigh();
        }
        disguise(sql);
        return evidence.verdict();
    }

    private void disguise(boolean sql) {
        if (tokens.conditional) {
            evidence.add(Rule.DISGUISE, sql ? 10 : 7);
        }
        if (tokens.comments > 0) {
            evidence.add(Rule.DISGUISE, sql ? tokens.comments > 1 ? 7 : 5 : 2);
        }
        if (tokens.tears > 0) {
            evidence.add(Rule.DISGUISE, Math.min(10, tokens.tears * 4));
        }
        if (tokens.odd > 0) {
            evidence.add(Rule.DISGUISE, tokens.odd > 1 ? 9 : 7);
        }
    }

    /** A comment after a lone value and a parenthesis or a semicolon: {@code 7);--}. */
    private void cutOff(int i) {
        int before = tokens.kind(i - 1);
        boolean semicolon = before == Kind.SEMI;
        int value = tokens.kind(semicolon ? i - 2 : i - 1);
        boolean brief = i <= 4 && tokens.kind(i + 2) == Kind.END;
        if (brief && semicolon && (value == Kind.NUM || value == Kind.BREAK || value == Kind.RPAR)) {
            evidence.add(Rule.CUT_OFF, 10);
        }
        boolean tautology = i >= 3
                && tokens.kind(i - 2) == Kind.CMP
                && Kind.isLiteral(tokens.kind(i - 3))
                && Kind.isLiteral(before);
        evidence.add(Rule.CUT_OFF, tautology ? 9 : before == Kind.SYSVAR ? 6 : 0);
        if (before == Kind.RPAR && tokens.kind(i + 1) == Kind.END) {
            int inside = i - 1;
            while (inside > i - 8 && tokens.kind(inside) == Kind.RPAR) {
                inside--;
            }
            int kind = tokens.kind(inside);
            evidence.add(Rule.CUT_OFF, kind == Kind.STR || kind == Kind.VAR ? 10 : kind == Kind.NUM ? i - inside > 2 ? 10 : 7 : 0);
        }
    }
}
