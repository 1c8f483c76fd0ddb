package io.marketbell.protection.injection;

import java.util.Arrays;

/** A decoded text, read as SQL in each context it could have been put into. */
final class SqlText {
    private static final char[] QUOTES = {Lexer.BARE, '\'', '"', '`'};
    private static final int[] TRAITS = {0, Alphabet.SINGLE_QUOTE, Alphabet.DOUBLE_QUOTE, Alphabet.BACKTICK};
    /** All that a word or a number consists of. */
    private static final int PLAIN = Alphabet.WORD_PART
            | Alphabet.WORD_START
            | Alphabet.DIGIT
            | Alphabet.ZERO
            | Alphabet.X
            | Alphabet.PATH
            | Alphabet.POINT
            | Alphabet.MINUS;

    private final Chars text;
    private final int traits;
    private int steps;

    /** @param traits of the text's characters, see {@link Alphabet#traits} */
    SqlText(Chars text, int traits) {
        this.text = text;
        this.traits = traits;
    }

    /** @return the rule that found an attack, or null */
    Rule inspect() {
        if (isHarmless()) {
            return null;
        }
        Rule found = read(false, isForm());
        if (found == null && has(Alphabet.LINE_BREAK) && (has(Alphabet.HASH) || text.holdsTwice('-'))) {
            found = read(true, false);
        }
        return found;
    }

    private boolean has(int trait) {
        return (traits & trait) != 0;
    }

    /** Nothing but one word or number: no attack is that short of signs. */
    private boolean isHarmless() {
        return text.length() < 2
                || (traits & ~PLAIN) == 0 && (!has(Alphabet.MINUS) || text.all[0] != '-' && !text.holdsTwice('-'));
    }

    /** As a browser writes a form: pluses, and not one space. */
    private boolean isForm() {
        return has(Alphabet.PLUS) && !has(Alphabet.BLANK);
    }

    private Rule read(boolean skipLines, boolean form) {
        SqlReading[] readings = new SqlReading[0];
        for (int i = 0; i < QUOTES.length; i++) {
            if (QUOTES[i] == Lexer.BARE || has(TRAITS[i])) {
                SqlReading reading = SqlReading.of(text, QUOTES[i], skipLines, readings);
                Rule found = verdict(reading);
                if (found != null) {
                    return found;
                }
                readings = Arrays.copyOf(readings, readings.length + 1);
                readings[readings.length - 1] = reading;
            }
        }
        Rule found = null;
        for (int i = 0; form && i < readings.length && found == null; i++) {
            readings[i] = readings[i].asForm(readings);
            found = verdict(readings[i]);
        }
        return found;
    }

    private Rule verdict(SqlReading reading) {
        Rule found = reading.verdict();
        steps += reading.takeSteps();
        return found;
    }

    /** How many characters and tokens were looked at: what the work is linear in. */
    int steps() {
        return steps;
    }
}
