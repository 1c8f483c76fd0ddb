package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.text.MutableText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationTest {
    private static Continuation read(String text, char quote) {
        MutableText characters = MutableText.of(text);
        return Continuation.read(Lexer.read(characters, quote, new LexerConvergence(0), new Tokens(characters)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 or (1,1)=(1,2)",
                "7-(table secrets limit 1)",
                "8/(password like 'a%')",
                "1 or name is distinct from 'x'",
                "1 or price between price and price",
                "case when pin like 'a%' then 1 else 2 end",
                "1 or name ^@ 'a'",
                "1 or tags ||/ 3",
                "1 or id::int > 0",
                "1 or position('a' in pin) > 0",
                "1 or $$a b$$ = $$a b$$",
                "1 union all values row(1,2)",
                "1 or created at time zone 'utc' < now()",
                "1 or '[1]' member of ('[1]')",
                "1 order by 3 limit 1 offset 2",
                "1 or (1=1"
            })
    void anExpressionWithItsClausesIsRead(String text) {
        assertThat(read(text, Lexer.BARE).isWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Order 66 or 67 = your choice",
                "Alert at level 5 or price > 100",
                "10 or more fills",
                "5 or 6 lots",
                "6 union members",
                "100 @ 12.5",
                "a => b",
                "select an order",
                "14 order changes today"
            })
    void proseIsNotRead(String text) {
        assertThat(read(text, Lexer.BARE).isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"' or id -- ", "x' is not null or '", "'||pin -- the rest", "') and (1,2) in ((1,2))#", "';"})
    void theRestAfterAQuoteIsRead(String text) {
        assertThat(read(text, '\'').isWhole()).isTrue();
    }

    @Test
    void theEndIsNamed() {
        assertThat(read("1 or 2=2; commit", Lexer.BARE).end()).isEqualTo(TokenKind.SEMI);
        assertThat(read("1 or 2=2 -- x", Lexer.BARE).end()).isEqualTo(TokenKind.LINE);
        assertThat(read("1 or 2=2", Lexer.BARE).end()).isEqualTo(TokenKind.END);
        assertThat(read("1 or 2=", Lexer.BARE).isTorn()).isTrue();
    }

    @Test
    void comparisonsWithAFixedResultAreCounted() {
        assertThat(read("1 or 2>1", Lexer.BARE).parts().fixed).isEqualTo(1);
        assertThat(read("1 or (id+0)=(id+0)", Lexer.BARE).parts().fixed).isEqualTo(1);
        assertThat(read("1 or (1,2)=(1,2)", Lexer.BARE).parts().fixed).isEqualTo(1);
        assertThat(read("1 or price > 5", Lexer.BARE).parts().fixed).isZero();
        assertThat(read("1 or id is null", Lexer.BARE).parts().fixed).isZero();
    }

    @Test
    void anOpenStringThatBeginsWithACommentEndsTheStatement() {
        assertThat(read("'||pin||' -- the rest", '\'').end()).isEqualTo(TokenKind.LINE);
        assertThat(read("'||pin||'x", '\'').end()).isEqualTo(TokenKind.END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"it is fine", "5 lots", "{\"a\":1}", "AAPL", "10 or", "Tom's"})
    void textsThatBeginAsProseOrJsonAreNotRead(String text) {
        Tokens tokens =
                Lexer.read(MutableText.of(text), Lexer.BARE, new LexerConvergence(0), new Tokens(MutableText.of(text)));

        assertThat(Continuation.mayBegin(tokens)).isEqualTo(text.equals("10 or"));
    }

    @Test
    void atMostTheFirstTokensAreRead() {
        assertThat(read("1" + " or 1=1".repeat(10_000), Lexer.BARE).at()).isLessThanOrEqualTo(Weights.LIST + 2);
    }
}
