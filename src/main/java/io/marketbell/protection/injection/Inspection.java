package io.marketbell.protection.injection;

import io.marketbell.protection.injection.Inspector.Origin;

/** The inspection of one text, that counts its steps. */
final class Inspection {
    private final SqlText sql = new SqlText();
    private int steps;

    /** @return the rule that found an attack, or null */
    Rule inspect(String raw, Origin origin) {
        String text = raw;
        if (origin != Origin.TEXT) {
            Decoding first = Decoding.once(origin == Origin.QUERY ? raw.replace('+', ' ') : raw);
            steps += first.steps();
            Rule fault = urlFault(first);
            if (fault != null) {
                return fault;
            }
            text = first.text();
        }
        Decoding decoding = Decoding.of(text);
        steps += decoding.steps() + decoding.text().length();
        if (decoding.isEndless()) {
            return Rule.NESTED_ESCAPES;
        }
        if (decoding.isOverlong()) {
            return Rule.OVERLONG;
        }
        if (decoding.text().indexOf(0) >= 0) {
            return Rule.CONTROL;
        }
        Rule found = PathText.inspect(decoding.text(), origin == Origin.PATH);
        return found != null ? found : sql.inspect(decoding.text());
    }

    private static Rule urlFault(Decoding decoding) {
        if (decoding.isOverlong()) {
            return Rule.OVERLONG;
        }
        if (decoding.isMalformed() || decoding.isInvalid()) {
            return Rule.MALFORMED_ESCAPE;
        }
        String text = decoding.text();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return Rule.CONTROL;
            }
        }
        return null;
    }

    int steps() {
        return steps + sql.steps();
    }
}
