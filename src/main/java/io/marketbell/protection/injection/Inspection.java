package io.marketbell.protection.injection;

import io.marketbell.protection.injection.Inspector.Origin;
import java.util.function.Function;

/** The inspection of one text, that counts its steps. */
final class Inspection {
    private final Function<Chars, Tokens> tokens;
    private int steps;

    Inspection() {
        this(Tokens::new);
    }

    /** @param tokens makes them, still none, of a text */
    Inspection(Function<Chars, Tokens> tokens) {
        this.tokens = tokens;
    }

    /** @return the rule that found an attack, or null */
    Rule inspect(String raw, Origin origin) {
        Chars text = Chars.of(raw);
        if (origin == Origin.QUERY) {
            text.replace('+', ' ');
        }
        Traits traits = traits(text);
        if (origin != Origin.TEXT) {
            Decoding first = Decoding.once(text);
            steps += first.steps();
            traits = traits(text);
            if (first.isOverlong()) {
                return Rule.OVERLONG;
            }
            if (first.isMalformed() || first.isInvalid()) {
                return Rule.MALFORMED_ESCAPE;
            }
            if (traits.have(Alphabet.CONTROL)) {
                return Rule.CONTROL;
            }
        }
        return traits.have(Alphabet.ESCAPE | Alphabet.WIDE)
                ? unwrapped(text, traits, origin)
                : inspect(text, traits, origin);
    }

    private Traits traits(Chars text) {
        steps += text.length();
        return Traits.of(text);
    }

    private Rule unwrapped(Chars text, Traits wrapped, Origin origin) {
        Decoding decoding = Decoding.of(text);
        steps += decoding.steps();
        if (decoding.isEndless()) {
            return Rule.NESTED_ESCAPES;
        }
        if (decoding.isOverlong()) {
            return Rule.OVERLONG;
        }
        Chars folded = Folding.fold(text);
        boolean same = folded == text && !decoding.isAny();
        return inspect(folded, same ? wrapped : traits(folded), origin);
    }

    private Rule inspect(Chars text, Traits traits, Origin origin) {
        if (traits.have(Alphabet.NUL)) {
            return Rule.CONTROL;
        }
        Rule found = PathText.inspect(text, traits, origin == Origin.PATH);
        if (found == null) {
            SqlText sql = new SqlText(text, traits, tokens);
            found = sql.inspect();
            steps += text.searched();
        }
        return found;
    }

    int steps() {
        return steps;
    }
}
