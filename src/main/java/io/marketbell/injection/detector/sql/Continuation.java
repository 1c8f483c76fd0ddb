package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;

import io.marketbell.injection.detector.sql.TokenKind.Kinds;
import io.marketbell.injection.detector.text.Alphabet;

/**
 * Reads a text from its start, or from the quote that ends a value, as the continuation of an SQL statement: operands
 * and operators in turn, with clauses and queries. It knows the grammar and few words, so it also accepts statements
 * that use rare parts of a dialect. Prose is not well-formed from its second or third word on. Reads at most
 * {@link Weights#LIST} tokens.
 */
final class Continuation {
    private static final Kinds BEFORE_STAR = Kinds.of(LPAR, SELECT, COMMA, DOT, QUANTIFIER);
    private static final Kinds BEFORE_QUERY = Kinds.of(LPAR, UNION, QUANTIFIER, AS, BREAK);
    /** Kinds that rarely follow an operand in SQL. */
    private static final Kinds SELDOM = Kinds.of(END, WORD, PROSE, NUM, OPEN);

    /** Can begin a continuation, besides operands. */
    private static final Kinds BEGINNINGS = Kinds.of(LPAR, NOT, BANG, PREFIX, CASE, ARITH, LOGIC, PIPES);

    private static final Kinds PREFIXES = Kinds.of(NOT, BANG, PREFIX, QUANTIFIER, EXISTS);

    private final Tokens tokens;
    private final ContinuationParts parts;
    private final ContinuationClauses clauses;

    /** How the continuation ends: END, LINE or SEMI; OTHER if a token does not fit. */
    private int end = OTHER;

    private int at;
    private int open;
    private int cases;
    /** The number of BETWEEN whose AND has not been read. */
    private int ranges;

    private boolean expectsOperand;

    private Continuation(Tokens tokens) {
        this.tokens = tokens;
        this.parts = new ContinuationParts(tokens);
        this.clauses = new ContinuationClauses(tokens, parts);
    }

    /** Whether the first two tokens can begin a continuation: those of prose and of JSON cannot, so they are not read. */
    static boolean mayBegin(Tokens tokens) {
        int kind = tokens.kind(0);
        boolean operand = kind == BREAK || isLiteral(kind) || isName(kind) || tokens.isShort(0);
        return (operand || BEGINNINGS.have(kind)) && (!operand || !SELDOM.have(tokens.kind(1)));
    }

    static Continuation read(Tokens tokens) {
        Continuation continuation = new Continuation(tokens);
        boolean broken = tokens.isBroken();
        boolean joined = isJunction(tokens.kind(0)); // another parameter contains the left side
        continuation.at = broken ? 1 : 0;
        continuation.expectsOperand = !broken && !joined;
        continuation.parts.begin(continuation.at, broken);
        continuation.walk();
        return continuation;
    }

    ContinuationParts parts() {
        return parts;
    }

    /** The first token that is not part of it. */
    int at() {
        return at;
    }

    /** Whether every token fits up to the end of the text, a comment or a semicolon. */
    boolean isWhole() {
        return end != OTHER && !expectsOperand;
    }

    /** Whether the text ends where an operand is expected: another parameter may continue it. */
    boolean isTorn() {
        return end != OTHER && expectsOperand;
    }

    /** Whether every CASE has its END. */
    boolean isClosed() {
        return cases == 0;
    }

    int end() {
        return end;
    }

    private void walk() {
        int limit = at + Weights.LIST;
        while (at < limit) {
            int kind = tokens.kind(at);
            if (isStop(kind)) {
                end = kind;
                break;
            }
            int next = expectsOperand ? operand(kind) : operator(kind);
            if (next <= at) {
                break;
            }
            at = next;
        }
        if (at >= limit) {
            end = END; // too long to occur by chance
        }
        if (end == END && tokens.isCommented(at - 1)) {
            end = LINE;
        }
        parts.finish(at);
    }

    /** Ends an operand. */
    private int done(int next) {
        expectsOperand = false;
        return next;
    }

    /** Ends an operator or a keyword. */
    private int expect(int next) {
        expectsOperand = true;
        return next;
    }

    private int operand(int kind) {
        int before = tokens.kind(at - 1);
        if (isLiteral(kind)) {
            parts.constant(at);
            int next = at + 1;
            while (kind == STR && tokens.kind(next) == STR) {
                next++;
            }
            return done(next);
        }
        boolean side =
                before == LPAR && (tokens.is(at, "both") || tokens.is(at, "leading") || tokens.is(at, "trailing"));
        if (PREFIXES.have(kind) || side) {
            parts.prefix(kind, open);
            return at + 1;
        }
        return switch (kind) {
            case LPAR -> {
                open++;
                yield at + 1;
            }
            case RPAR -> {
                open--;
                yield before == LPAR && open >= 0 ? done(at + 1) : at;
            }
            case STAR -> BEFORE_STAR.have(before) ? done(at + 1) : at;
            case CASE -> {
                cases++;
                parts.name();
                yield at + 1;
            }
            case WHEN -> {
                parts.choice();
                yield before == CASE ? at + 1 : at;
            }
            case SELECT, VALUES, OBJECT -> query(kind, before);
            case TOP -> tokens.kind(at + 1) == NUM ? at + 2 : at;
            case LBRACE -> isName(tokens.kind(at + 1)) || tokens.isShort(at + 1) ? at + 2 : at;
            case QMARK -> done(at + 1);
            case ARITH, PIPES, OTHER -> unary();
            case PROSE -> tokens.length(at) == 1 || tokens.isOperand(at) || isCall() ? name() : at;
            case LIKE, IN -> tokens.kind(at + 1) == LPAR ? name() : at;
            default -> isName(kind) && !Alphabet.isDigit(tokens.first(at)) ? name() : at;
        };
    }

    private boolean isCall() {
        return tokens.kind(at + 1) == LPAR && tokens.glued(at + 1);
    }

    /** A sign before an operand: the root {@code |/}, the name of a parameter after {@code :}. */
    private int unary() {
        char sign = tokens.first(at);
        boolean glued = tokens.glued(at + 1);
        if (sign == '|') {
            return glued && tokens.first(at + 1) == '/' ? at + 2 : at;
        }
        return "+-~".indexOf(sign) >= 0 || (sign == '@' || sign == ':') && glued ? at + 1 : at;
    }

    private int query(int kind, int before) {
        int next = tokens.kind(at + 1);
        boolean possible = BEFORE_QUERY.have(before) || at == 0 || tokens.is(at - 1, "minus");
        if (kind == SELECT && possible) {
            parts.query();
            clauses.select();
            return tokens.is(at + 1, "first") && tokens.kind(at + 2) == NUM ? at + 3 : at + 1;
        }
        if (kind == VALUES && possible && (next == LPAR || tokens.is(at + 1, "row"))) {
            parts.query();
            return at + 1;
        }
        boolean table = kind == OBJECT && possible && tokens.is(at, "table");
        if (table && at > 0 && (isName(next) || tokens.isShort(at + 1) || tokens.is(at + 1, "only"))) {
            parts.query();
            parts.name();
            return done(at + (tokens.is(at + 1, "only") ? 3 : 2));
        }
        return kind == OBJECT ? name() : at;
    }

    private int name() {
        int kind = tokens.kind(at);
        int next = tokens.kind(at + 1);
        boolean typed = kind == TYPE || tokens.is(at, "date") || tokens.is(at, "time") || tokens.first(at) == '_';
        if (next == STR && typed) {
            parts.constant(at);
            return done(at + 2);
        }
        if (tokens.first(at) == '$' && tokens.length(at) > 1) {
            int quoted = dollarEnd();
            parts.constant(at);
            return done(quoted);
        }
        parts.name(kind, at);
        int end = at + 1;
        while (tokens.kind(end) == DOT && end < at + Weights.RUN) {
            end += 2;
        }
        return done(end);
    }

    /** The token after a text in dollar quotes; it may contain spaces. */
    private int dollarEnd() {
        boolean whole = tokens.length(at) > 3 && tokens.last(at) == '$';
        int last = at;
        while (!whole && last < at + Weights.EXPRESSION) {
            whole = tokens.kind(++last) != END && tokens.last(last) == '$';
        }
        return whole ? last + 1 : at + 1;
    }

    private int operator(int kind) {
        if (isSign(at)) {
            return signs(kind);
        }
        return switch (kind) {
            case LOGIC -> {
                boolean range = ranges > 0 && tokens.is(at, "and");
                ranges -= range ? 1 : 0;
                if (!range) {
                    parts.junction(at, at + 1);
                }
                yield expect(at + 1);
            }
            case WORD_ARITH -> {
                parts.computation();
                yield expect(at + 1);
            }
            case LIKE, MATCH, SOUNDS, NOT, IN, BETWEEN, IS -> compared(kind);
            case CAST_MARK -> {
                parts.cast();
                yield isName(tokens.kind(at + 1)) || tokens.is(at + 1, "date") ? at + 2 : at;
            }
            case RPAR -> {
                open = Math.max(0, open - 1);
                yield at + 1;
            }
            case RBRACE -> at + 1;
            case LPAR -> {
                int name = tokens.kind(at - 1);
                boolean call = isName(name) || name == LIKE || name == PROSE && tokens.glued(at);
                open++;
                if (call) {
                    parts.call(name);
                }
                yield call ? expect(at + 1) : at;
            }
            case DOT -> tokens.glued(at) && tokens.glued(at + 1) ? at + 2 : at;
            case QUOTED_NAME -> tokens.glued(at) && tokens.first(at) == '[' ? at + 1 : word();
            case STR -> at == 1 && tokens.glued(at) ? at + 1 : at; // x''y'
            case COLLATE -> at + 2;
            case WHEN, THEN, ELSE -> {
                if (kind == WHEN) {
                    parts.choice();
                }
                yield cases > 0 ? expect(at + 1) : at;
            }
            case COMMA -> {
                parts.comma(at, open);
                yield expect(at + 1);
            }
            default -> word();
        };
    }

    private boolean isSign(int i) {
        return switch (tokens.kind(i)) {
            case CMP, JSON, ARITH, STAR, PIPES, BANG, QMARK -> true;
            case LOGIC -> tokens.first(i) == '&';
            case OTHER -> tokens.first(i) == '@' || tokens.first(i) == '[' || tokens.first(i) == ']';
            default -> false;
        };
    }

    /** An operator of one or several signs. */
    private int signs(int kind) {
        char first = tokens.first(at);
        if (first == '[' || first == ']') {
            open += first == '[' ? 1 : -1;
            return tokens.glued(at) && first == '[' ? expect(at + 1) : first == ']' ? at + 1 : at;
        }
        int next = at + 1;
        while (next < at + Weights.RUN && isSign(next) && tokens.glued(next) && tokens.first(next) != '[') {
            next++;
        }
        boolean unary = next == at + 2 && "+-~!".indexOf(tokens.first(at + 1)) >= 0 && kind != OTHER;
        boolean rare = next > at + 1 && !unary;
        if (kind == OTHER && !rare || rare && isMarkup(first, tokens.first(at + 1))) {
            return at; // 100 @ 12.5
        }
        if (rare || isComparison(kind) || kind == QMARK || kind == BANG || first == '~') {
            parts.comparison(at, next, open);
        } else if (isJunction(kind)) {
            parts.junction(at, at + 1);
        } else {
            parts.computation();
        }
        boolean database = kind == JSON && first != '-' || tokens.length(at) == 3;
        parts.rare(rare || database);
        return expect(next);
    }

    /** An arrow, the end of an element or of an attribute, or two parameters of a form. */
    private static boolean isMarkup(char first, char next) {
        return first == '=' && (next == '>' || next == '&')
                || first == '<' && next == '/'
                || first == '>' && next == '<';
    }

    private int compared(int kind) {
        int next = at + 1;
        int after = tokens.kind(next);
        if (kind == NOT || kind == SOUNDS) {
            if (after != LIKE && after != IN && after != BETWEEN && after != MATCH || kind == SOUNDS && after != LIKE) {
                return at;
            }
            at = next++;
            return compared(after);
        }
        if (kind == IS) {
            return identity();
        }
        if (kind == IN && after != LPAR && open == 0 || tokens.is(at, "similar") && !tokens.is(next++, "to")) {
            return at;
        }
        ranges += kind == BETWEEN ? 1 : 0;
        parts.comparison(at, next, open);
        return expect(tokens.is(next, "symmetric") ? next + 1 : next);
    }

    private int identity() {
        if (tokens.is(at, "notnull")) {
            parts.truthOf(at, at + 1, open);
            return at + 1;
        }
        int next = tokens.kind(at + 1) == NOT ? at + 2 : at + 1;
        if (tokens.is(next, "distinct") && tokens.kind(next + 1) == FROM) {
            parts.comparison(at, next + 2, open);
            parts.rare(true);
            return expect(next + 2);
        }
        if (!isLiteral(tokens.kind(next))) {
            return at;
        }
        parts.truthOf(at, next + 1, open);
        return next + 1;
    }

    /** A word where an operator is expected: one of the few operators and clauses that are words. */
    private int word() {
        if (cases > 0 && tokens.is(at, "end")) {
            cases--;
            return at + 1;
        }
        if (tokens.is(at, "isnull")) {
            parts.truthOf(at, at + 1, open);
            return at + 1;
        }
        if (tokens.is(at, "eqv") || tokens.is(at, "imp")) {
            parts.junction(at, at + 1);
            return expect(at + 1);
        }
        int operator = clauses.operator(at);
        if (operator > at) {
            parts.comparison(at, operator, open);
            parts.rare(true);
            return expect(operator);
        }
        int clause = clauses.clause(at, open);
        if (clause != at) {
            return clause < 0 ? expect(-clause) : clause;
        }
        return at;
    }
}
