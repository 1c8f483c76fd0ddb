package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.*;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.MutableText;

/** One reading of a text as SQL: in one context, checked by all rules. */
final class SqlReading {
    /**
     * Maximum number of tokens that rules look back: that far after a convergence, the start of a reading no longer
     * matters.
     */
    private static final int LOOK_BACK = 64;

    private static final Kinds OPENED_NAMES = Kinds.of(FUNC, SECRET, TELLING, WEAK_OBJECT);
    private static final Kinds CUT_VALUES = Kinds.of(NUM, BREAK, RPAR);

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
        if (!evidence.isEnough() && Continuation.mayBegin(tokens)) {
            new ContinuationRules(tokens, Continuation.read(tokens)).weigh(evidence);
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
            sql |= kind == LOGIC || kind >= UNION;
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

    /**
     * Must stay shorter than 325 bytes, the limit up to which HotSpot inlines it into the loop over all tokens. Tests
     * for a junction first: HotSpot inlines the cases of a switch from the highest constant to the lowest until the
     * code is too large, so it would leave out the rules that attacks use most.
     */
    private void weigh(int i, int kind) {
        if (isJunction(kind)) {
            booleans.at(i);
            return;
        }
        switch (kind) {
            case UNION -> queries.union(i);
            case SELECT -> queries.select(i);
            case ORDER, GROUP -> queries.sorted(i);
            case FROM -> queries.from(i, isInCast(i));
            case WHERE -> queries.where(i);
            case HAVING -> queries.having(i);
            case LIMIT -> queries.limit(i);
            case LINE -> cutOff(i);
            case CMP -> evidence.addIf(isChain(i), Rule.BOOLEAN, CERTAIN);
            case LIKE, IN, IS -> evidence.addIf(isSignificant(i, kind), Rule.BOOLEAN, CERTAIN);
            default -> {
                statements.at(i, kind);
                functions.at(i, kind);
            }
        }
    }

    private boolean isInCast(int from) {
        int before = tokens.kind(from - 3);
        return tokens.kind(from - 2) == AS && (before == RPAR || before == NUM);
    }

    /** {@code month=(}: the start of a call or a query that another parameter continues. */
    private void openCall() {
        int last = tokens.size() - 1;
        if (tokens.kind(last) != LPAR || last > OPENING) {
            return;
        }
        int at = last - 1;
        while (at > last - OPENING + 1 && isBetweenNames(tokens.kind(at))) {
            at--;
        }
        evidence.addIf(at < last - 1 && OPENED_NAMES.have(tokens.kind(at)), Rule.FUNCTION, CERTAIN);
    }

    private static boolean isBetweenNames(int kind) {
        return isComparison(kind) || kind >= CMP && kind < UNION;
    }

    /** {@code 'a'='b'=1}. */
    private boolean isChain(int i) {
        return tokens.kind(i - 1) == STR
                && tokens.kind(i + 1) == STR
                && tokens.kind(i + 2) == CMP
                && tokens.kind(i + 3) == NUM;
    }

    /** Whether it starts the text or is always true. */
    private boolean isSignificant(int i, int kind) {
        if (kind == LIKE) {
            return isPattern(i);
        }
        return kind == IS ? isIdentity(i) : i == 0 && tokens.are(1, LPAR, NUM, COMMA, NUM);
    }

    /** {@code 1 like 1}, {@code ) like (}, {@code 'a' not like 'b'}, or only {@code like null}. */
    private boolean isPattern(int i) {
        int before = tokens.kind(i - 1);
        int after = tokens.kind(i + 1);
        return switch (before) {
            case NUM -> after == NUM;
            case RPAR -> after == LPAR;
            case NOT -> after == STR && tokens.kind(i - 2) == STR;
            default -> i == 0 && after == NULL && tokens.size() == 2;
        };
    }

    /** {@code 1 is not null}. */
    private boolean isIdentity(int i) {
        return tokens.kind(i - 1) == NUM
                && tokens.kind(i + 1) == NOT
                && isLiteral(tokens.kind(i + 2))
                && isStop(tokens.kind(i + 3));
    }

    /** A comment after a lone value and a parenthesis or a semicolon: {@code 7);--}. */
    private void cutOff(int i) {
        int before = tokens.kind(i - 1);
        boolean last = tokens.kind(i + 1) == END;
        boolean brief = i <= BRIEF && tokens.kind(i + 2) == END;
        boolean ended = before == SEMI && CUT_VALUES.have(tokens.kind(i - 2));
        boolean dashes = before == NUM && i == 1 && tokens.glued(1) && tokens.first(1) == '-' && tokens.size() == 2;
        boolean literals = isLiteral(before) && isLiteral(tokens.kind(i - 3));
        boolean tautology =
                i >= 3 && tokens.kind(i - 2) == CMP && (literals || before == QUOTED_NAME && tokens.same(i - 1, i - 3));
        cutOff(brief && ended || dashes || tautology, CERTAIN);
        cutOff(before == SYSVAR, PROBABLE);
        if (before == RPAR && last) {
            int inside = i - 1;
            while (inside > i - RUN && tokens.kind(inside) == RPAR) {
                inside--;
            }
            int kind = tokens.kind(inside);
            cutOff(kind == NUM, i - inside > 2 ? CERTAIN : LIKELY);
            cutOff(kind == STR || kind == VAR, CERTAIN);
        }
    }

    private void cutOff(boolean found, int weight) {
        evidence.addIf(found, Rule.CUT_OFF, weight);
    }
}
