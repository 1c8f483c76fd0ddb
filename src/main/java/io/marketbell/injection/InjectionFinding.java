package io.marketbell.injection;

import io.marketbell.injection.detector.Rule;

/**
 * A text that looks like an attack.
 *
 * @param name of the place, as the response names it: a JSON pointer in bodies and frames
 * @param place what the text is used for
 * @param rule that found it; for the log and the metrics only
 */
public record InjectionFinding(String name, TextPlace place, Rule rule) {

    /** What the caller can do about a refusal. Names no rule, which would tell how to evade it. */
    public String advice() {
        return "looks like an attack; rephrase it, or ask an operator to set " + place.setting() + " to report";
    }
}
