package io.marketbell.protection.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.protection.injection.Inspector.Origin;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of 64 KiB made to be slow: counted in steps, not in seconds, so that no machine decides. */
class LinearWorkTest {
    private static final int LENGTH = 64 << 10;
    private static final int STEPS_PER_CHARACTER = 150;

    static Stream<String> pieces() {
        return Stream.of(
                "'",
                "\"",
                "`",
                "''\"",
                "/*",
                "/*/",
                "*/",
                "/**/",
                "--",
                "#",
                "#\n",
                "-- \n",
                "(",
                ")",
                "(((1",
                "a(",
                "a.",
                "..;",
                "../",
                "....",
                "%",
                "%2",
                "%25",
                "%%32",
                "%c0",
                "&",
                "&lt",
                "&amp;",
                "\\u0",
                "[",
                "[a",
                "or ",
                "or f(",
                "or(f(a,",
                "and 1 ",
                "select ",
                "select a,",
                "select(",
                "union ",
                "case when ",
                "group by 1,",
                "order by 1,",
                "copy ",
                "cast(",
                "char(",
                "if(",
                "delete a ",
                "0x",
                "1e",
                "@",
                "etc/",
                "etc ",
                "file:",
                "ｏｒ ",
                "é",
                "漢",
                "\uD835",
                "' or ",
                "' or f(",
                "'=",
                "'+'",
                "x' and y",
                "a b ",
                "1 ",
                "' ' ",
                "+",
                "+1'+1\"+1`",
                "'a\"b`+or#\n",
                "or+a+b+",
                "or(f(a,+",
                "+#\n'\"`or",
                "a\n#b\n",
                "a-- \n",
                "||a",
                "/*a+",
                "benchmark ",
                "{\"a\":\"b\"},",
                "<a>",
                "a=b&",
                "1,2,",
                "jar:f",
                "~*/*/");
    }

    private static int steps(String piece, int length) {
        String text = piece.repeat(length / piece.length() + 1).substring(0, length);
        AtomicInteger steps = new AtomicInteger();
        Inspection inspection = new Inspection(characters -> new CountedTokens(characters, steps));
        inspection.inspect(text, Origin.TEXT);
        return inspection.steps() + steps.get();
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void twiceTheTextIsTwiceTheWorkAtMost(String piece) {
        int whole = steps(piece, LENGTH);
        int half = steps(piece, LENGTH / 2);

        assertThat(whole).isLessThanOrEqualTo(LENGTH * STEPS_PER_CHARACTER);
        assertThat(whole).isLessThanOrEqualTo(half * 21 / 10 + 1_000);
    }
}
