package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;
import static io.marketbell.injection.detector.sql.Weights.CERTAIN;

import io.marketbell.injection.detector.finding.Rule;

/** Judges a {@link Continuation}: which ones have no other purpose than to change the statement around the value. */
final class ContinuationRules {

    private final Tokens tokens;
    private final Continuation read;
    private final ContinuationParts parts;
    private final boolean broken;

    ContinuationRules(Tokens tokens, Continuation read) {
        this.tokens = tokens;
        this.read = read;
        this.parts = read.parts();
        this.broken = tokens.isBroken();
    }

    void weigh(Evidence evidence) {
        if (broken) {
            afterQuote(evidence);
        } else if (read.isWhole() && !isJunction(tokens.kind(0))) {
            afterValue(evidence);
        }
        evidence.addIf(isStacked(), Rule.STATEMENT, CERTAIN);
    }

    private void afterQuote(Evidence evidence) {
        boolean ended = read.end() == LINE || read.end() == SEMI && isStatementNext();
        boolean joined = parts.junctions + parts.comparisons + parts.casts + parts.unions + parts.clauses > 0;
        boolean changed = joined || parts.computations > 0 && parts.names == 0;
        evidence.addIf(read.isWhole() && changed && ended, Rule.CUT_OFF, CERTAIN);
        evidence.addIf(read.isWhole() && !ended && isCondition(), Rule.QUOTE_BREAK, CERTAIN);
        evidence.addIf(parts.unions > 0 && (read.isWhole() || parts.queries > 0), Rule.UNION, CERTAIN);
        evidence.addIf(isCutAtOnce(), Rule.CUT_OFF, CERTAIN);
    }

    /** A quote, parentheses, and a comment that hides the rest of the statement. */
    private boolean isCutAtOnce() {
        int at = read.at();
        boolean comment = read.end() == LINE && tokens.first(at) != '#' && !tokens.glued(at + 1);
        return comment && parts.operators() + parts.clauses == 0;
    }

    private boolean isCondition() {
        int changes = parts.operators() + parts.casts;
        int asked = parts.queries + parts.rare + parts.unions + parts.database + parts.clauses + parts.casts;
        return changes > 0 && asked > 0 || parts.junctions > 0 && parts.fixed + parts.identities > 0;
    }

    /** Only called for a whole one. */
    private void afterValue(Evidence evidence) {
        boolean value = parts.startsWithValue();
        boolean alone = value && !parts.startsNamed();
        evidence.addIf(value && parts.unions > 0, Rule.UNION, CERTAIN);
        boolean joined = parts.junctions > 0 && !parts.startsWithCondition();
        evidence.addIf(joined && (value ? isCondition(parts) : isDecided(parts)), Rule.BOOLEAN, CERTAIN);
        evidence.addIf(alone && parts.clauses > 0, Rule.PROBE, CERTAIN);
        evidence.addIf(parts.queries > 0 && parts.unions == 0 && tokens.kind(0) != SELECT, Rule.QUERY, CERTAIN);
        boolean asked = parts.calls + parts.casts + parts.nested > 0;
        evidence.addIf(value && parts.startsComputed() && asked, Rule.FUNCTION, CERTAIN);
        evidence.addIf(isChoice(), Rule.BOOLEAN, CERTAIN);
    }

    /** Whether a condition joins a constant. */
    private boolean isCondition(ContinuationParts parts) {
        boolean sum = parts.computations > 0 && parts.constants == 0;
        boolean alternative = parts.alternatives > 0 && !isStrings() && !sum;
        return alternative || parts.comparisons + parts.queries + parts.database + parts.rare > 0;
    }

    /** Whether a condition that joins a name has a fixed result, or asks the database. */
    private static boolean isDecided(ContinuationParts parts) {
        boolean truth = parts.truth && parts.alternatives > 0;
        return truth
                || parts.fixed + parts.reversed + parts.identities + parts.queries + parts.database + parts.rare > 0;
    }

    /** {@code 'buy' or 'sell'}. */
    private boolean isStrings() {
        return tokens.size() == 3 && tokens.kind(0) == STR && tokens.kind(2) == STR;
    }

    private boolean isChoice() {
        boolean called = tokens.kind(1) == LPAR && (tokens.kind(0) == IF || isDatabaseFunction(tokens.kind(0)));
        return parts.choices > 0 && tokens.kind(0) == CASE
                || called && parts.arguments > 0 && parts.comparisons + parts.database > 0;
    }

    /** A statement after the value and a semicolon. */
    private boolean isStacked() {
        return read.end() == SEMI
                && parts.startsWithValue()
                && (Verbs.isStatement(tokens, next()) || broken && endsWithComment(next()));
    }

    /** Whether nothing, a comment or a statement follows the semicolon. */
    private boolean isStatementNext() {
        return isStop(tokens.kind(next())) || Verbs.isStatement(tokens, next());
    }

    /** The first token after the semicolons. */
    private int next() {
        int at = read.at();
        while (tokens.kind(at) == SEMI && at < read.at() + Weights.RUN) {
            at++;
        }
        return at;
    }

    private boolean endsWithComment(int from) {
        int last = tokens.size() - 1;
        return last > from && tokens.kind(last) == LINE;
    }
}
