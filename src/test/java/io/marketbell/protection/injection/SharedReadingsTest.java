package io.marketbell.protection.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What readings share is what each of them would have cut by itself: on our own samples and on texts of chance. */
class SharedReadingsTest {
    private static final char[] QUOTES = {Lexer.BARE, '\'', '"', '`'};
    private static final String[] PIECES = {
        "'", "\"", "`", "''", "\\'", "\\", "/*", "*/", "/**/", "/*!", "--", "#", "\n", "-- x\n", "#x\n", " ", "+", "(",
        ")", ",", ";", "=", "||", "or", "aNd", "union", "select", "a", "1", "2.5", "0x2e", "1union", "1.e(", "@@v",
        "[a]", "a@b.c", "N'", "sleep(", "..", ".", "é", "\u2019", "\u00a0", "\\N", "pg_x"
    };

    /** Texts of some pieces each time, up to some thousands of characters: longer than a page. */
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

    private static Tokens read(Chars text, char quote, Meeting meeting) {
        return Lexer.read(text, quote, meeting, new Tokens(text));
    }

    private static String told(Tokens tokens) {
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            told.append(tokens.kind(i))
                    .append('@')
                    .append(tokens.from(i))
                    .append('-')
                    .append(tokens.to(i))
                    .append(' ');
        }
        for (int sort = Disguise.COMMENT; sort <= Disguise.CONDITIONAL; sort++) {
            told.append(' ').append(tokens.disguise().count(sort));
        }
        return told.toString();
    }

    @Test
    void aReadingThatMeetsAnotherGoesOnAsItWouldHaveAlone() {
        for (String raw : texts()) {
            Chars text = Chars.of(raw);
            Meeting meeting = new Meeting(text.length());
            for (char quote : QUOTES) {
                if (quote == Lexer.BARE || text.indexOf(quote, 0) >= 0) {
                    assertThat(told(read(text, quote, meeting)))
                            .as(raw)
                            .isEqualTo(told(read(text, quote, new Meeting(0))));
                }
            }
        }
    }

    @Test
    void aReadingWithoutCommentsIsTheOneThatWouldHaveBeenCutWithoutThem() {
        for (String raw : texts()) {
            Chars text = Chars.of(raw);
            Meeting meeting = new Meeting(text.length());
            List<Tokens> readings = new ArrayList<>();
            for (char quote : QUOTES) {
                if (quote == Lexer.BARE || text.indexOf(quote, 0) >= 0) {
                    readings.add(read(text, quote, meeting));
                }
            }
            LineComments shared = new LineComments(text, meeting);
            for (Tokens reading : readings) {
                if (shared.isIn(reading)) {
                    LineComments alone = new LineComments(text, new Meeting(0));
                    assertThat(told(shared.leaveOut(reading, new Tokens(text))))
                            .as(raw)
                            .isEqualTo(told(alone.leaveOut(reading, new Tokens(text))));
                }
            }
        }
    }

    @Test
    void aFormsReadingIsTheSameWhetherItsEndIsSharedOrNot() {
        for (String raw : texts()) {
            Chars text = Chars.of(raw);
            if (text.indexOf('\'', 0) >= 0) {
                Meeting meeting = new Meeting(text.length());
                Pluses.leaveOut(read(text, Lexer.BARE, meeting));
                Tokens shared = read(text, '\'', meeting);
                Pluses.leaveOut(shared);
                Tokens alone = read(text, '\'', new Meeting(0));
                Pluses.leaveOut(alone);

                assertThat(told(shared)).as(raw).isEqualTo(told(alone));
            }
        }
    }
}
