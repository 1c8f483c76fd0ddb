package io.marketbell.injection.detector.sql;

import static io.marketbell.injection.detector.sql.TokenKind.*;

import io.marketbell.injection.detector.sql.TokenKind.Kinds;
import io.marketbell.injection.detector.text.WordList;
import java.util.List;

/** The words that begin a statement in some database, from {@code verbs.txt}. */
final class Verbs {
    private static final Kinds KINDS = Kinds.of(
            SELECT, INSERT, UPDATE, DELETE, DDL, EXEC, DECLARE, GRANT, CALL, SHUTDOWN, WAITFOR, COPY, LOAD, BEGIN, USE,
            SET, IF, VALUES);
    private static final List<String> WORDS =
            List.copyOf(WordList.read(Verbs.class, "verbs.txt").get("VERBS"));

    private static final List<String> PREPOSITIONS = List.of("to", "on", "for", "with", "only", "no");

    private Verbs() {}

    /** Whether a statement begins here: prose has a word of prose after the verb. */
    static boolean isStatement(Tokens tokens, int i) {
        return isAt(tokens, i) && !isSpoken(tokens, i + 1);
    }

    /** Whether a word occurs in prose, and not in statements. */
    static boolean isSpoken(Tokens tokens, int i) {
        return tokens.kind(i) == PROSE
                && !tokens.isShort(i)
                && PREPOSITIONS.stream().noneMatch(word -> tokens.is(i, word));
    }

    /** Only called where a statement may begin: compares with each word. */
    static boolean isAt(Tokens tokens, int i) {
        if (KINDS.have(tokens.kind(i))) {
            return true;
        }
        for (String word : WORDS) {
            if (tokens.is(i, word)) {
                return true;
            }
        }
        return false;
    }
}
