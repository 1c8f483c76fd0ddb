package io.marketbell.injection.detector;

import io.marketbell.injection.detector.InjectionDetector.Origin;
import io.marketbell.injection.detector.decoding.CompatibilityFolding;
import io.marketbell.injection.detector.decoding.Decoding;
import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.finding.Severity;
import io.marketbell.injection.detector.path.PathText;
import io.marketbell.injection.detector.sql.SqlText;
import io.marketbell.injection.detector.sql.Tokens;
import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.MutableText;
import io.marketbell.injection.detector.text.TextTraits;
import java.util.function.Function;
import java.util.stream.Stream;

/** The inspection of one text. Counts its steps. */
final class TextInspection {
    private final Function<MutableText, Tokens> tokens;
    private boolean graded;
    private int steps;

    TextInspection() {
        this(Tokens::new);
    }

    /** @param tokens creates an empty token list for a text */
    TextInspection(Function<MutableText, Tokens> tokens) {
        this.tokens = tokens;
    }

    /** @return the rule that matched, or null */
    Rule inspect(String raw, Origin origin) {
        Detection found = detect(raw, origin);
        return found == null ? null : found.rule();
    }

    /** @return the finding with its severity; or null */
    Detection grade(String raw) {
        graded = true;
        Detection found = detect(raw, Origin.TEXT);
        boolean unmistakable =
                found != null && (found.isUnmistakable() || found.rule() == Rule.OVERLONG || isRaw(found.rule(), raw));
        return unmistakable ? new Detection(found.rule(), Severity.UNMISTAKABLE) : found;
    }

    /** Whether the text contains a literal NUL, not an escaped one, or a path traversal that only an escape reveals. */
    private static boolean isRaw(Rule rule, String raw) {
        return rule == Rule.CONTROL && raw.indexOf(0) >= 0
                || rule == Rule.DOT_SEGMENTS
                        && Stream.of("../", "..\\", "/..", "\\..").noneMatch(raw::contains);
    }

    private static Detection suspicious(Rule rule) {
        return rule == null ? null : new Detection(rule, Severity.SUSPICIOUS);
    }

    private Detection detect(String raw, Origin origin) {
        MutableText text = MutableText.of(raw);
        if (origin == Origin.QUERY) {
            text.replace('+', ' ');
        }
        TextTraits traits = traits(text);
        if (origin != Origin.TEXT) {
            Decoding first = Decoding.once(text);
            steps += first.steps();
            traits = traits(text);
            if (first.isOverlong()) {
                return suspicious(Rule.OVERLONG);
            }
            if (first.isMalformed()) {
                return suspicious(Rule.MALFORMED_ESCAPE);
            }
            if (traits.have(Alphabet.CONTROL)) {
                return suspicious(Rule.CONTROL);
            }
        }
        return traits.have(Alphabet.ESCAPE | Alphabet.WIDE)
                ? unwrapped(text, traits, origin)
                : inspect(text, traits, origin);
    }

    private TextTraits traits(MutableText text) {
        steps += text.length();
        return TextTraits.of(text);
    }

    private Detection unwrapped(MutableText text, TextTraits wrapped, Origin origin) {
        Decoding decoding = Decoding.of(text);
        steps += decoding.steps();
        if (decoding.isEndless()) {
            return suspicious(Rule.NESTED_ESCAPES);
        }
        if (decoding.isOverlong()) {
            return suspicious(Rule.OVERLONG);
        }
        MutableText folded = CompatibilityFolding.fold(text);
        boolean same = folded == text && !decoding.isAny();
        return inspect(folded, same ? wrapped : traits(folded), origin);
    }

    private Detection inspect(MutableText text, TextTraits traits, Origin origin) {
        Detection path = PathText.inspect(text, traits, use(origin));
        if (traits.have(Alphabet.NUL)) {
            boolean climbs = path != null && path.rule() == Rule.DOT_SEGMENTS;
            return climbs ? new Detection(Rule.DOT_SEGMENTS, Severity.UNMISTAKABLE) : suspicious(Rule.CONTROL);
        }
        if (path != null && (!graded || path.isUnmistakable())) {
            return path;
        }
        Detection sql = new SqlText(text, traits, tokens, graded).inspect();
        steps += text.searched();
        return path == null || sql != null && sql.isUnmistakable() ? sql : path;
    }

    private PathText.Use use(Origin origin) {
        if (origin == Origin.PATH) {
            return PathText.Use.URL;
        }
        return graded ? PathText.Use.FREE_TEXT : PathText.Use.VALUE;
    }

    int steps() {
        return steps;
    }
}
