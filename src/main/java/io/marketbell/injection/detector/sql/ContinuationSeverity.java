package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.sql.TokenKind.Kinds;

/**
 * Grades a text by its {@link Continuation}. A text that is SQL from the value that it continues to its end is
 * unmistakable if it also changes the result of a statement. Conditions of traders begin with a name and a comparison,
 * notes have words where SQL has operators: they are neither refused nor reported.
 */
final class ContinuationSeverity {
    private static final Kinds CONDITIONS =
            Kinds.of(Rule.BOOLEAN.ordinal(), Rule.CUT_OFF.ordinal(), Rule.PROBE.ordinal(), Rule.QUOTE_BREAK.ordinal());
    /** A statement contains at least one of these, prose after a semicolon rarely does. */
    private static final Kinds STRUCTURE =
            Kinds.of(FROM, INTO, OBJECT, STR, LPAR, CMP, SELECT, VALUES, VAR, LINE, SURE, TELLING, META);

    private static final Kinds SIGNS = Kinds.of(LPAR, RPAR, CMP, STR, OPEN, LINE, STAR, SYSVAR, VAR, SURE, META);

    private final Tokens tokens;
    private final Rule rule;
    private final Continuation read;
    private final ContinuationParts parts;
    private final boolean broken;

    ContinuationSeverity(Tokens tokens, Rule rule) {
        this.tokens = tokens;
        this.rule = rule;
        this.read = Continuation.read(tokens);
        this.parts = read.parts();
        this.broken = tokens.isBroken();
    }

    boolean isUnmistakable() {
        if (broken && !tokens.isOneWordBefore(0, Weights.VALUE)) {
            return false;
        }
        if (parts.unions > 0 && parts.queries > 0 && parts.startsWithValue()) {
            return true;
        }
        if (broken) {
            return read.isWhole() && breaksOut() || isStacked();
        }
        return read.isWhole() && !isJunction(tokens.kind(0)) && isAttached() || isStacked();
    }

    /** What a condition asks or does that only an attack does. */
    private boolean isTelling() {
        return parts.queries + parts.database + parts.rare + parts.fixed > 0;
    }

    /** {@code Five or 6 = 11}: a word, and numbers that are different. */
    private boolean isCount() {
        int at = parts.fixedAt;
        return tokens.kind(0) == WORD && tokens.size() == 5 && at == 3 && !tokens.glued(at) && !tokens.same(2, 4);
    }

    private boolean breaksOut() {
        boolean cut = read.end() == LINE;
        boolean joined = parts.junctions + parts.comparisons + parts.computations > 0;
        boolean compared = parts.comparisons + parts.computations + parts.casts + parts.calls > 0;
        if (parts.unions > 0 || joined && isTelling()) {
            return true;
        }
        if (cut) {
            return joined && compared || parts.clauses > 0 && isCut() || joined && isCut();
        }
        boolean changed = parts.junctions > 0 && (compared || parts.constants > 0) || parts.calls > 0;
        return changed && isBalanced();
    }

    /** Whether only signs follow the comment. */
    private boolean isCut() {
        return tokens.textLength() - tokens.to(read.at()) <= Weights.BRIEF;
    }

    /** Whether the quote of the surrounding statement ends the last string. */
    private boolean isBalanced() {
        int last = read.at() - 1;
        boolean words = tokens.length(last) > 1 && tokens.behindFirst(last, 1) == ' ';
        return tokens.kind(last) == OPEN
                && !words
                && tokens.length(last) <= Weights.OPEN_STRING
                && tokens.first(last) == tokens.first(0);
    }

    private boolean isAttached() {
        boolean word = tokens.kind(0) == STR || tokens.kind(0) == BOOL || tokens.kind(0) == NULL;
        if (!parts.startsWithValue() || word) {
            boolean tautology = parts.junctions > 0
                    && parts.alternatives > 0
                    && parts.fixed > 0
                    && tokens.glued(parts.fixedAt)
                    && !parts.leftNamed()
                    && tokens.kind(0) != STR;
            return tautology || isQuery() || isChoice();
        }
        boolean cut = read.end() == LINE;
        if (parts.unions > 0 || isQuery() || isChoice()) {
            return true;
        }
        if (isOddChoice()) {
            return true;
        }
        if (parts.junctions > 0 && !parts.startsWithCondition()) {
            boolean truth = parts.truth && parts.alternatives > 0;
            return isTelling() || truth || isAsking() || cut && (parts.comparisons > 0 || isCut());
        }
        if (parts.startsComputed()) {
            return parts.database + parts.nested > 0 || parts.calls + parts.casts > 0 && !parts.startsNamed();
        }
        boolean numbered = parts.sorted > 0 && parts.names == 0;
        boolean telling = cut || numbered || parts.fixed + parts.files > 0;
        return parts.clauses > 0 && telling && !parts.startsNamed();
    }

    /** {@code 1 or 1}, {@code 1 or~0}. */
    private boolean isOddChoice() {
        boolean same = tokens.size() == 3 && tokens.kind(2) == NUM && tokens.same(0, 2);
        boolean signed = tokens.size() == 4 && tokens.kind(0) == NUM && tokens.glued(2) && tokens.kind(3) == NUM;
        return tokens.kind(1) == LOGIC && parts.alternatives > 0 && (same || signed);
    }

    /** Whether it compares with a text, or compares what a common function returns. */
    private boolean isAsking() {
        return parts.comparisons > 0 && parts.texts + parts.functions + parts.identities > 0;
    }

    /** A query in parentheses; a word before the parenthesis may be prose. */
    private boolean isQuery() {
        return parts.queries > 0
                && tokens.kind(0) != SELECT
                && !(tokens.kind(1) == LPAR && !tokens.glued(1) && isName(tokens.kind(0)));
    }

    private boolean isChoice() {
        return parts.choices > 0 && (parts.comparisons > 0 || tokens.kind(0) == CASE) && read.isClosed();
    }

    private boolean isStacked() {
        if (read.end() != SEMI || !parts.startsWithValue() || !read.isWhole()) {
            return false;
        }
        if (!broken && tokens.kind(0) == VAR) {
            return false; // @bob; call @ann
        }
        int at = read.at() + 1;
        while (tokens.kind(at) == SEMI && at < read.at() + Weights.RUN) {
            at++;
        }
        boolean commented = tokens.kind(tokens.size() - 1) == LINE;
        boolean structured = hasStructure(at);
        if (!Verbs.isAt(tokens, at)) {
            return false;
        }
        return broken && commented
                || tokens.glued(at) && structured
                || (commented || tokens.glued(at) || structured) && !hasProse(at + 1);
    }

    private boolean hasStructure(int verb) {
        boolean found = tokens.size() > verb && tokens.kind(tokens.size() - 1) == SEMI;
        for (int i = verb + 1; i < verb + Weights.EXPRESSION; i++) {
            found |= STRUCTURE.have(tokens.kind(i));
        }
        return found;
    }

    /** Whether it contains words that occur in prose only. */
    private boolean hasProse(int from) {
        for (int i = from; i < Math.min(tokens.size(), from + Weights.EXPRESSION); i++) {
            if (Verbs.isSpoken(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text that a rule flagged, and that is not unmistakable, is worth a report. */
    boolean isSuspicious() {
        if (tokens.size() == 1) {
            return false; // a name
        }
        if (read.isTorn()) {
            return true;
        }
        if (!read.isWhole()) {
            if (broken && read.at() == 1 && isWord(tokens.kind(1)) && isCondition()) {
                return false; // Tom's, the '90s
            }
            boolean condition = !broken && read.at() > 0 && isCondition();
            return broken || (condition ? isFragment() : !isProse());
        }
        if (read.end() == SEMI && rule == Rule.STATEMENT) {
            int verb = read.at() + 1;
            boolean dropped =
                    tokens.kind(verb) == DDL && tokens.kind(verb + 1) == OBJECT && isStop(tokens.kind(verb + 3));
            boolean statement = parts.startsWithValue() ? hasStructure(verb) : hasSigns(verb) || dropped;
            return broken || (tokens.glued(verb) || statement) && !hasProse(verb + 1);
        }
        if (broken) {
            return parts.clauses == 0 || parts.comparisons > 0 || read.end() != END;
        }
        if (isJunction(tokens.kind(0))) {
            return true;
        }
        return isOdd();
    }

    private boolean isCondition() {
        return CONDITIONS.have(rule.ordinal());
    }

    /** {@code name=or 1=1}: form data whose value is a part of a condition. */
    private boolean isFragment() {
        return isJunction(tokens.kind(read.at())) && tokens.kind(read.at() - 1) == CMP;
    }

    /** Whether words follow each other where SQL has operators. */
    private boolean isProse() {
        int at = read.at();
        boolean commented = rule == Rule.STATEMENT && tokens.kind(tokens.size() - 1) == LINE;
        if (commented || rule == Rule.DISGUISE || rule == Rule.UNION && !hasProse(0)) {
            return false;
        }
        if (at > 0) {
            return isWord(tokens.kind(at)) || isName(tokens.kind(at));
        }
        boolean order = tokens.kind(0) == ORDER && tokens.kind(1) != BY;
        return order && isCondition() || !hasSigns(0) || hasProse(0);
    }

    private boolean hasSigns(int from) {
        boolean found = false;
        boolean prose = false;
        for (int i = from; i < from + Weights.EXPRESSION; i++) {
            found |= SIGNS.have(tokens.kind(i));
            prose |= tokens.kind(i) == RPAR && tokens.kind(i + 1) == WORD; // call user() first
        }
        return found && !(prose && rule == Rule.FUNCTION);
    }

    /** Whether a whole continuation of a value without quotes is more than a choice or a condition. */
    private boolean isOdd() {
        boolean value = parts.startsWithValue() && tokens.kind(0) != STR;
        boolean condition = parts.startsWithCondition();
        boolean telling = isTelling() || !condition && parts.identities > 0 || parts.casts + parts.choices > 0;
        telling |= tokens.kind(0) == IF ? parts.patterns > 0 : parts.negations > 0 && value;
        telling |= parts.nested > 0 && tokens.kind(0) != IF && value;
        if (isCount()) {
            return false;
        }
        if (telling || parts.startsComputed() && parts.calls > 0) {
            return true;
        }
        if (rule == Rule.CUT_OFF && tokens.kind(0) == LPAR && isCut()) {
            return true;
        }
        if (parts.truth && parts.alternatives > 0 && parts.comparisons == 0) {
            return true;
        }
        return switch (rule) {
            case BOOLEAN, CUT_OFF ->
                value
                        && !parts.startsWithCondition()
                        && parts.junctions > 0
                        && (parts.comparisons > 0 ? !isSum() : isUnusual());
            case PROBE -> value && (parts.names == 0 || parts.comparisons + parts.calls > 0 || read.end() == LINE);
            default -> true;
        };
    }

    /** {@code 4 and 5 = nine}. */
    private boolean isSum() {
        return tokens.size() == 5
                && tokens.kind(2) == NUM
                && tokens.kind(4) == WORD
                && tokens.first(3) == '='
                && !tokens.glued(3);
    }

    /** {@code 1 or 1}, {@code 1 or 2-1}, {@code 1 or ~1}; not {@code 5 or 6}, {@code 100 or below}. */
    private boolean isUnusual() {
        boolean number = tokens.kind(0) == NUM;
        boolean plain = parts.startsComputed() || parts.commas > 0 || parts.names > 0;
        boolean signed = number && tokens.size() > 3 && !plain && parts.junctions == 1 && read.end() == END;
        signed |= number && tokens.kind(1) == LOGIC && tokens.glued(2) || tokens.is(1, "xor");
        boolean same = tokens.same(0, 2) && (read.end() == END || isCut());
        boolean called = parts.calls > 0 && tokens.kind(1) == PIPES;
        return signed || called || parts.functions > 0 || same || read.end() == LINE && isCut();
    }
}
