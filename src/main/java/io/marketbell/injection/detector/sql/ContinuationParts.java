package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;

/** What a {@link Continuation} consists of. */
final class ContinuationParts {
    private final Tokens tokens;

    int junctions;
    int comparisons;
    int computations;
    int calls;
    /** Calls of functions that databases share with other languages. */
    int functions;

    int queries;
    int casts;
    int choices;
    int unions;
    int clauses;
    /** ORDER BY and GROUP BY. */
    int sorted;
    /** INTO OUTFILE and the like. */
    int files;
    /** Texts that are operands. */
    int texts;

    /** Commas outside of parentheses. */
    int commas;
    /** All commas. */
    int arguments;
    /** Comparisons whose result is fixed: of constants, or of a term with itself. */
    int fixed;
    /** Comparisons whose left side contains no name. */
    int reversed;
    /** The operator of the last comparison with a fixed result. */
    int fixedAt;
    /** Comparisons with patterns. */
    int patterns;
    /** NOT before a condition. */
    int negations;
    /** Constants in place of a condition. */
    int constants;
    /** Names in place of a condition. */
    int lone;
    /** Junctions other than AND. */
    int alternatives;
    /** Names that are not called. */
    int names;
    /** Operators that few programs and no prose use. */
    int rare;
    /** IS NULL, IS TRUE and the like. */
    int identities;
    /** Comparisons inside of parentheses, and NOT. */
    int nested;
    /** Names and functions that exist only in databases. */
    int database;
    /** Whether a constant is TRUE or FALSE. */
    boolean truth;

    /** What precedes the first operator, junction or clause. */
    private boolean firstIsConstant;

    private boolean firstIsCompared;
    private boolean firstIsComputed;
    private boolean firstIsNamed;
    private boolean begun;
    private boolean broken;

    private int termStart;
    private boolean named;
    private int leftStart;
    private int leftEnd;
    private boolean leftNamed;
    private boolean compared;
    private boolean segmentEmpty = true;
    private boolean firstSegment = true;

    ContinuationParts(Tokens tokens) {
        this.tokens = tokens;
    }

    void begin(int at, boolean broken) {
        termStart = at;
        this.broken = broken;
        firstIsConstant = broken;
        begun = broken;
        named = broken;
    }

    /** Whether it starts after a quote that ends a value, or with a constant. */
    boolean startsWithValue() {
        return firstIsConstant;
    }

    boolean startsWithCondition() {
        return firstIsCompared;
    }

    /** Whether its first operator is arithmetic. */
    boolean startsComputed() {
        return firstIsComputed;
    }

    /** Whether a name precedes the first junction or clause. */
    boolean startsNamed() {
        return firstIsNamed;
    }

    /** Whether the left side of the last comparison contains a name. */
    boolean leftNamed() {
        return leftNamed;
    }

    int operators() {
        return junctions + comparisons + computations;
    }

    void constant(int at) {
        int kind = tokens.kind(at);
        truth |= kind == BOOL;
        database += kind == SYSVAR ? 1 : 0;
        texts += operators() > 0 && (kind == STR || kind == OPEN) ? 1 : 0;
        first(true);
        segmentEmpty = false;
    }

    void name(int kind, int at) {
        boolean call = tokens.kind(at + 1) == LPAR;
        boolean empty = (kind == OBJECT || kind == WEAK_OBJECT) && tokens.isEmptyCall(at);
        boolean known = kind == META || kind == NILADIC || empty || call && isDatabaseFunction(kind);
        database += known ? 1 : 0;
        names += call ? 0 : 1;
        firstIsNamed |= firstSegment;
        name();
    }

    void name() {
        first(false);
        named = true;
        segmentEmpty = false;
    }

    private void first(boolean constant) {
        if (!begun) {
            begun = true;
            firstIsConstant = constant;
        }
    }

    void prefix(int kind, int open) {
        negations += kind == NOT && operators() > 0 ? 1 : 0;
        nested += kind == NOT && open > 0 ? 1 : 0;
    }

    void choice() {
        choices++;
    }

    void query() {
        queries++;
        name();
    }

    void call(int kind) {
        calls++;
        functions += kind == FUNC || kind == IF || kind == CONVERT ? 1 : 0;
    }

    void cast() {
        casts++;
    }

    void computation() {
        firstIsComputed |= operators() + clauses + unions == 0;
        computations++;
    }

    void rare(boolean found) {
        rare += found ? 1 : 0;
    }

    void comma(int at, int open) {
        arguments++;
        if (open <= 0) {
            commas++;
            endOfTerm(at);
            segment(at + 1);
        }
    }

    void union(int at) {
        unions++;
        endOfTerm(at);
        segment(at + 1);
    }

    void clause(int at) {
        clauses++;
        endOfTerm(at);
        segment(at + 1);
    }

    void comparison(int at, int next, int open) {
        firstIsCompared |= firstSegment && !broken;
        comparisons++;
        patterns += tokens.kind(at) == LIKE ? 1 : 0;
        nested += open > 0 ? 1 : 0;
        leftStart = termStart;
        leftEnd = at;
        leftNamed = named || segmentEmpty;
        reversed += leftNamed ? 0 : 1;
        compared = true;
        termStart = next;
        named = false;
    }

    /** IS NULL and the like, which end before a token. */
    void truthOf(int at, int end, int open) {
        comparison(at, end, open);
        fixed += leftNamed ? 0 : 1;
        identities++;
        named = true;
    }

    void junction(int at, int next) {
        endOfTerm(at);
        junctions++;
        alternatives += tokens.is(at, "and") ? 0 : 1;
        segment(next);
    }

    private void segment(int next) {
        termStart = next;
        named = false;
        compared = false;
        segmentEmpty = true;
        firstSegment = false;
    }

    /** Ends the last term. */
    void finish(int at) {
        endOfTerm(at);
    }

    private void endOfTerm(int at) {
        if (compared) {
            boolean result = !leftNamed && !named || isSame(leftStart, leftEnd, termStart, at);
            fixed += result ? 1 : 0;
            fixedAt = result ? leftEnd : fixedAt;
        } else if (!firstSegment && !segmentEmpty && clauses + unions + commas == 0) {
            constants += named ? 0 : 1;
            lone += named ? 1 : 0;
        }
    }

    private boolean isSame(int from, int to, int otherFrom, int otherTo) {
        int left = from;
        int right = otherFrom;
        while (tokens.kind(left) == LPAR && left < from + Weights.RUN) {
            left++;
        }
        while (tokens.kind(right) == LPAR && right < otherFrom + Weights.RUN) {
            right++;
        }
        int length = Math.min(to - left, otherTo - right);
        boolean closed = length > 0 && length < Weights.EXPRESSION;
        for (int i = left + length; i < to && closed; i++) {
            closed = tokens.kind(i) == RPAR;
        }
        for (int i = right + length; i < otherTo && closed; i++) {
            closed = tokens.kind(i) == RPAR;
        }
        for (int i = 0; i < length && closed; i++) {
            closed = tokens.same(left + i, right + i);
        }
        return closed;
    }
}
