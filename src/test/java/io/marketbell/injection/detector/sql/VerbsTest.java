package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.text.MutableText;
import org.junit.jupiter.api.Test;

class VerbsTest {
    private static Tokens tokens(String text) {
        MutableText characters = MutableText.of(text);
        return Lexer.read(characters, Lexer.BARE, new LexerConvergence(0), new Tokens(characters));
    }

    @Test
    void wordsThatBeginAStatementInSomeDatabaseAreFound() {
        for (String statement : new String[] {"VACUUM", "table x", "Kill 5", "drop table x", "COPY x TO 'y'"}) {
            assertThat(Verbs.isStatement(tokens(statement), 0)).as(statement).isTrue();
        }
        assertThat(Verbs.isStatement(tokens("note 5"), 0)).isFalse();
    }

    @Test
    void aWordOfProseAfterItIsNoStatement() {
        assertThat(Verbs.isStatement(tokens("drop the hedge"), 0)).isFalse();
        assertThat(Verbs.isStatement(tokens("commit a"), 0)).isTrue();
    }

    @Test
    void prepositionsOfStatementsAreNotProse() {
        assertThat(Verbs.isSpoken(tokens("to"), 0)).isFalse();
        assertThat(Verbs.isSpoken(tokens("because"), 0)).isTrue();
    }
}
