package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;

import io.marketbell.injection.detector.sql.TokenKind.Kinds;

/** The clauses of a {@link Continuation}, and its operators that are words. */
final class ContinuationClauses {
    private static final Kinds QUERIES = Kinds.of(SELECT, VALUES, LPAR);

    private final Tokens tokens;
    private final ContinuationParts parts;
    private boolean selected;
    private int alias = -1;

    ContinuationClauses(Tokens tokens, ContinuationParts parts) {
        this.tokens = tokens;
        this.parts = parts;
    }

    /** A list of columns begins. */
    void select() {
        selected = true;
    }

    /** @return the token after an operator of several words; the same if there is none */
    int operator(int at) {
        if (tokens.is(at, "member")) {
            int next = tokens.is(at + 1, "of") ? at + 2 : at + 1;
            return tokens.kind(next) == LPAR ? next : at;
        }
        if (tokens.is(at, "overlaps")) {
            return tokens.kind(at + 1) == LPAR ? at + 1 : at;
        }
        if (tokens.is(at, "operator") && tokens.kind(at + 1) == LPAR) {
            return tokens.afterParentheses(at + 1);
        }
        return tokens.is(at, "at") && tokens.is(at + 1, "time") && tokens.is(at + 2, "zone") ? at + 3 : at;
    }

    /**
     * @return the token after the keywords of a clause; negative if an operand follows; the same token if there is no
     *     clause
     */
    int clause(int at, int open) {
        int kind = tokens.kind(at);
        int next = tokens.kind(at + 1);
        return switch (kind) {
            case UNION -> union(at);
            case ORDER, GROUP -> {
                parts.sorted += next == BY ? 1 : 0;
                yield next == BY ? begin(at, at + 2) : at;
            }
            case FROM -> from(at, open);
            case WHERE, HAVING, LIMIT, OFFSET, JOIN -> begin(at, at + 1);
            case PROCEDURE -> {
                parts.database += next == ANALYSE ? 1 : 0;
                yield begin(at, next == ANALYSE ? at + 2 : at + 1);
            }
            case INTO -> {
                parts.files += next == FILE ? 1 : 0;
                yield begin(at, next == FILE ? at + 2 : at + 1);
            }
            case USING -> open > 0 || selected ? begin(at, at + 1) : at;
            case AS -> isName(next) || next == STR || tokens.isShort(at + 1) ? at + 2 : at;
            case SELECT, VALUES, PROSE -> phrase(at, open);
            default -> isName(kind) ? phrase(at, open) : at;
        };
    }

    private int begin(int at, int next) {
        parts.clause(at);
        alias = -1;
        return -next;
    }

    private int union(int at) {
        int next = tokens.kind(at + 1) == QUANTIFIER || tokens.is(at + 1, "corresponding") ? at + 2 : at + 1;
        int kind = tokens.kind(next);
        boolean table = tokens.is(next, "table") && isTable(next + 1);
        if (!QUERIES.have(kind) && !table) {
            return at;
        }
        parts.union(at);
        return -next;
    }

    private boolean isTable(int at) {
        return isName(tokens.kind(at)) || tokens.isShort(at) || tokens.is(at, "only");
    }

    private int from(int at, int open) {
        if (open > 0 && !selected) {
            return -(at + 1); // extract(x from y)
        }
        int next = at + 1;
        boolean modified = tokens.is(next, "only") || tokens.is(next, "lateral");
        return begin(at, modified ? next + 1 : next);
    }

    /** A clause that begins with a word which is no keyword, a direction, or an alias in a query. */
    private int phrase(int at, int open) {
        boolean argument = tokens.is(at, "separator") || tokens.is(at, "placing") || tokens.is(at, "passing");
        if (argument && open > 0) {
            return -(at + 1);
        }
        if (tokens.is(at, "minus") && tokens.kind(at + 1) == SELECT) {
            return union(at);
        }
        if (tokens.is(at, "for")) {
            boolean lock = tokens.is(at + 1, "update") || tokens.is(at + 1, "share");
            return lock ? close(at, at + 2) : open > 0 ? -(at + 1) : at;
        }
        if (tokens.is(at, "fetch") && (tokens.is(at + 1, "first") || tokens.is(at + 1, "next"))) {
            return close(at, Math.min(tokens.size(), at + 5));
        }
        if (tokens.is(at, "lock") && tokens.is(at + 2, "share")) {
            return close(at, at + 4);
        }
        if (tokens.is(at, "window") && tokens.kind(at + 2) == AS) {
            return begin(at, at + 3);
        }
        if (tokens.is(at, "with") && (tokens.is(at + 1, "rollup") || tokens.is(at + 1, "ties"))) {
            return close(at, at + 2);
        }
        if (tokens.is(at, "escape") && tokens.kind(at + 1) == STR) {
            return at + 2;
        }
        boolean window = tokens.is(at, "over") || tokens.is(at, "filter") || tokens.is(at, "within");
        if (window && tokens.kind(at + 1) == LPAR) {
            return tokens.afterParentheses(at + 1);
        }
        if (tokens.is(at, "asc") || tokens.is(at, "desc")) {
            return at + 1;
        }
        if (tokens.is(at, "nulls") || tokens.is(at, "rows") && parts.clauses > 0) {
            return tokens.is(at, "nulls") ? at + 2 : at + 1;
        }
        return interval(at);
    }

    private int close(int at, int next) {
        parts.clause(at);
        return next;
    }

    private int interval(int at) {
        if (tokens.is(at - 2, "interval")) {
            return at + 1;
        }
        for (int join = at + 1; selected && join < at + 3; join++) {
            if (tokens.kind(join) == JOIN) {
                return begin(at, join + 1);
            }
        }
        if (selected && alias != at - 1 && (tokens.kind(at) != PROSE || tokens.isShort(at))) {
            alias = at;
            return at + 1;
        }
        return at;
    }
}
