package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.finding.Severity;
import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.MutableText;
import io.marketbell.injection.detector.text.TextTraits;
import java.util.function.Function;

/** A decoded text, read as SQL in each context in which it could be inserted. */
public final class SqlText {
    private static final char[] QUOTES = {Lexer.BARE, '\'', '"', '`'};
    private static final int[] TRAITS = {0, Alphabet.SINGLE_QUOTE, Alphabet.DOUBLE_QUOTE, Alphabet.BACKTICK};
    private static final int ANY_QUOTE = Alphabet.SINGLE_QUOTE | Alphabet.DOUBLE_QUOTE | Alphabet.BACKTICK;
    /** The characters of words and numbers. */
    private static final int PLAIN = Alphabet.WORD_PART
            | Alphabet.WORD_START
            | Alphabet.DIGIT
            | Alphabet.ZERO
            | Alphabet.X
            | Alphabet.POINT
            | Alphabet.MINUS;

    private final MutableText text;
    private final TextTraits traits;
    private final Function<MutableText, Tokens> none;
    /** The readings of the text by context; null if not read. */
    private final SqlReading[] contexts = new SqlReading[QUOTES.length];

    private final boolean graded;
    private Detection found;

    /**
     * @param none creates an empty token list for a text
     * @param graded whether to continue until a detection is unmistakable
     */
    public SqlText(MutableText text, TextTraits traits, Function<MutableText, Tokens> none, boolean graded) {
        this.text = text;
        this.traits = traits;
        this.none = none;
        this.graded = graded;
    }

    /** @return the detection with the highest severity, or null; the first one if it is not graded */
    public Detection inspect() {
        if (isHarmless()) {
            return null;
        }
        LexerConvergence convergence =
                new LexerConvergence(traits.have(ANY_QUOTE) || mayHaveComments() ? text.length() : 0);
        asItStands(convergence);
        if (!isDecided() && mayHaveComments()) {
            withoutComments(convergence);
        }
        return found;
    }

    private boolean isDecided() {
        return found != null && (!graded || found.isUnmistakable());
    }

    private void weigh(SqlReading reading) {
        Rule rule = reading.verdict();
        if (rule == null) {
            return;
        }
        Severity severity = graded ? SeverityRules.of(reading.tokens(), rule) : Severity.SUSPICIOUS;
        if (severity != null && (found == null || severity == Severity.UNMISTAKABLE)) {
            found = new Detection(rule, severity);
        }
    }

    /** Whether the text contains only characters of words and numbers; every attack needs other characters. */
    private boolean isHarmless() {
        boolean comment = traits.have(Alphabet.MINUS) && (text.all[0] == '-' || traits.haveTwice(Alphabet.MINUS));
        return text.length() < 2 || traits.areOnly(PLAIN) && !comment;
    }

    /** Whether the text is form data as browsers encode it: pluses and no spaces. */
    private boolean isForm() {
        return traits.have(Alphabet.PLUS) && !traits.have(Alphabet.BLANK);
    }

    /** Whether the text may contain line comments. */
    private boolean mayHaveComments() {
        return traits.have(Alphabet.LINE_BREAK) && (traits.have(Alphabet.HASH) || traits.haveTwice(Alphabet.MINUS));
    }

    private void asItStands(LexerConvergence convergence) {
        for (int i = 0; i < QUOTES.length && !isDecided(); i++) {
            if (QUOTES[i] == Lexer.BARE || traits.have(TRAITS[i])) {
                Tokens tokens = Lexer.read(text, QUOTES[i], convergence, none.apply(text));
                if (isForm()) {
                    tokens.decodePluses();
                }
                contexts[i] = new SqlReading(text, tokens, reading(contexts, tokens.source()));
                weigh(contexts[i]);
            }
        }
    }

    private void withoutComments(LexerConvergence convergence) {
        LineComments comments = new LineComments(text, convergence);
        SqlReading[] shorter = new SqlReading[QUOTES.length];
        for (int i = 0; i < QUOTES.length && !isDecided(); i++) {
            if (contexts[i] != null && comments.isIn(contexts[i].tokens())) {
                Tokens tokens = comments.leaveOut(contexts[i].tokens(), none.apply(text));
                SqlReading met = reading(shorter, tokens.source());
                shorter[i] = new SqlReading(text, tokens, met == null ? reading(contexts, tokens.source()) : met);
                weigh(shorter[i]);
            }
        }
    }

    private static SqlReading reading(SqlReading[] readings, Tokens tokens) {
        for (SqlReading reading : readings) {
            if (tokens != null && reading != null && reading.tokens() == tokens) {
                return reading;
            }
        }
        return null;
    }
}
