package io.marketbell.injection;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.injection.detector.finding.Rule;
import java.util.List;

/**
 * A text that looks like an attack.
 *
 * @param name name of the place in the response: a JSON pointer for bodies and frames
 * @param place the use of the text
 * @param rule the rule that matched; for the log and the metrics only
 */
public record InjectionFinding(String name, TextPlace place, Rule rule) {

    /** The response to a refused request. Names the place, never the rule, because that would help to evade it. */
    Problem problem() {
        return Problem.of(ProblemType.SUSPICIOUS_INPUT, "the value at " + name + " " + advice())
                .errors(List.of(new Problem.Flaw(name, advice())));
    }

    /** Advice to the caller about a refusal. Does not name the rule, because that would help to evade it. */
    public String advice() {
        return "looks like an attack; rephrase it, or ask an operator to set " + place.setting() + " to report";
    }
}
