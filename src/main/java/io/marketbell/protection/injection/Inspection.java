package io.marketbell.protection.injection;

import io.marketbell.protection.injection.Inspector.Origin;

/** The inspection of one text, that counts its steps. */
final class Inspection {
    private int steps;

    /** @return the rule that found an attack, or null */
    Rule inspect(String raw, Origin origin) {
        Chars text = Chars.of(raw);
        if (origin == Origin.QUERY) {
            text.replace('+', ' ');
        }
        int traits = traits(text);
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
            if ((traits & Alphabet.CONTROL) != 0) {
                return Rule.CONTROL;
            }
        }
        return (traits & (Alphabet.ESCAPE | Alphabet.WIDE)) == 0
                ? inspect(text, traits, origin)
                : unwrapped(text, origin);
    }

    private int traits(Chars text) {
        steps += text.length();
        return Alphabet.traits(text.all, text.length());
    }

    private Rule unwrapped(Chars text, Origin origin) {
        Decoding decoding = Decoding.of(text);
        steps += decoding.steps();
        if (decoding.isEndless()) {
            return Rule.NESTED_ESCAPES;
        }
        if (decoding.isOverlong()) {
            return Rule.OVERLONG;
        }
        Chars folded = Folding.fold(text);
        return inspect(folded, traits(folded), origin);
    }

    private Rule inspect(Chars text, int traits, Origin origin) {
        if ((traits & Alphabet.NUL) != 0) {
            return Rule.CONTROL;
        }
        Rule found = PathText.inspect(text, traits, origin == Origin.PATH);
        if (found == null) {
            SqlText sql = new SqlText(text, traits);
            found = sql.inspect();
            steps += sql.steps();
        }
        return found;
    }

    int steps() {
        return steps;
    }
}
