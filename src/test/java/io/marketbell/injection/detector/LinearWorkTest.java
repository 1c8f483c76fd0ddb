package io.marketbell.injection.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.InjectionDetector.Origin;
import io.marketbell.injection.detector.sql.CountedTokens;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts of 64 KiB crafted to be slow. Counts steps instead of seconds, so that the result does not depend on the
 * machine.
 */
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
                ".. ",
                ".//",
                "/etc",
                "etc/a.b-c ",
                "~a",
                "%ab%/",
                "&period;",
                "&#46",
                "\\x2e",
                "a::$",
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

    private static long steps(String piece, int length) {
        String text = piece.repeat(length / piece.length() + 1).substring(0, length);
        AtomicLong steps = new AtomicLong();
        TextInspection inspection = new TextInspection(characters -> new CountedTokens(characters, steps));
        inspection.inspect(text, Origin.TEXT);
        return inspection.steps() + steps.get();
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void workIsAtMostLinear(String piece) {
        long whole = steps(piece, LENGTH);
        long half = steps(piece, LENGTH / 2);

        assertThat(whole).isLessThanOrEqualTo(LENGTH * STEPS_PER_CHARACTER);
        assertThat(whole).isLessThanOrEqualTo(half * 21 / 10 + 1_000);
    }

    /** Free text is inspected until a detection is unmistakable: in every context, with and without comments. */
    @ParameterizedTest
    @MethodSource("pieces")
    void gradingIsLinearToo(String piece) {
        assertThat(gradingSteps(piece.repeat(LENGTH / piece.length())))
                .isLessThanOrEqualTo(2L * LENGTH * STEPS_PER_CHARACTER);
    }

    @Test
    void randomCombinationsAreLinear() {
        List<String> pieces = pieces().toList();
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String piece = random.ints(1 + random.nextInt(4), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            int length = 8 << 10;
            assertThat(gradingSteps(piece.repeat(length / piece.length() + 1)))
                    .as(piece)
                    .isLessThanOrEqualTo(3L * length * STEPS_PER_CHARACTER);
        }
    }

    private static long gradingSteps(String text) {
        AtomicLong steps = new AtomicLong();
        TextInspection inspection = new TextInspection(characters -> new CountedTokens(characters, steps));
        inspection.grade(text);
        return inspection.steps() + steps.get();
    }
}
