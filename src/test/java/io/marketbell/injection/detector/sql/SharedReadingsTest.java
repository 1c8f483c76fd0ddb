package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.Samples;
import io.marketbell.injection.detector.text.MutableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Readings that share tokens have the same tokens as independent readings: on the project's own samples and on random
 * texts.
 */
class SharedReadingsTest {
    private static final char[] QUOTES = {Lexer.BARE, '\'', '"', '`'};
    private static final String[] PIECES = {
        "'", "\"", "`", "''", "\\'", "\\", "/*", "*/", "/**/", "/*!", "--", "#", "\n", "-- x\n", "#x\n", " ", "+", "(",
        ")", ",", ";", "=", "||", "or", "aNd", "union", "select", "a", "1", "2.5", "0x2e", "1union", "1.e(", "@@v",
        "[a]", "a@b.c", "N'", "sleep(", "..", ".", "é", "\u2019", "\u00a0", "\\N", "pg_x"
    };

    /** Random texts composed of pieces, up to several thousand characters: longer than a page. */
    private static List<String> texts() {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>(Samples.own("sql.txt"));
        texts.addAll(Samples.own("harmless.txt"));
        for (int i = 0; i < 5_000; i++) {
            String[] some = new String[2 + random.nextInt(8)];
            for (int n = 0; n < some.length; n++) {
                some[n] = PIECES[random.nextInt(PIECES.length)];
            }
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(i % 10 == 0 ? 1_000 : 30); n >= 0; n--) {
                text.append(some[random.nextInt(some.length)]);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static Tokens read(MutableText text, char quote, LexerConvergence convergence) {
        return Lexer.read(text, quote, convergence, new Tokens(text));
    }

    private static String describe(Tokens tokens) {
        StringBuilder description = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            description
                    .append(tokens.kind(i))
                    .append('@')
                    .append(tokens.from(i))
                    .append('-')
                    .append(tokens.to(i))
                    .append(' ');
        }
        for (int sort = Obfuscation.COMMENT; sort <= Obfuscation.CONDITIONAL; sort++) {
            description.append(' ').append(tokens.obfuscation().count(sort));
        }
        return description.toString();
    }

    @Test
    void aConvergedReadingEqualsAnIndependentOne() {
        for (String raw : texts()) {
            MutableText text = MutableText.of(raw);
            LexerConvergence convergence = new LexerConvergence(text.length());
            for (char quote : QUOTES) {
                if (quote == Lexer.BARE || text.indexOf(quote, 0) >= 0) {
                    assertThat(describe(read(text, quote, convergence)))
                            .as(raw)
                            .isEqualTo(describe(read(text, quote, new LexerConvergence(0))));
                }
            }
        }
    }

    @Test
    void aReadingWithoutCommentsEqualsThatOfTheTextWithoutThem() {
        for (String raw : texts()) {
            MutableText text = MutableText.of(raw);
            LexerConvergence convergence = new LexerConvergence(text.length());
            List<Tokens> readings = new ArrayList<>();
            for (char quote : QUOTES) {
                if (quote == Lexer.BARE || text.indexOf(quote, 0) >= 0) {
                    readings.add(read(text, quote, convergence));
                }
            }
            LineComments shared = new LineComments(text, convergence);
            for (Tokens reading : readings) {
                if (shared.isIn(reading)) {
                    LineComments alone = new LineComments(text, new LexerConvergence(0));
                    assertThat(describe(shared.leaveOut(reading, new Tokens(text))))
                            .as(raw)
                            .isEqualTo(describe(alone.leaveOut(reading, new Tokens(text))));
                }
            }
        }
    }

    @Test
    void aFormReadingIsTheSameWithAndWithoutSharing() {
        for (String raw : texts()) {
            MutableText text = MutableText.of(raw);
            if (text.indexOf('\'', 0) >= 0) {
                LexerConvergence convergence = new LexerConvergence(text.length());
                read(text, Lexer.BARE, convergence).decodePluses();
                Tokens shared = read(text, '\'', convergence);
                shared.decodePluses();
                Tokens alone = read(text, '\'', new LexerConvergence(0));
                alone.decodePluses();

                assertThat(describe(shared)).as(raw).isEqualTo(describe(alone));
            }
        }
    }
}
