package io.marketbell.injection;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.Problem.Flaw;
import io.marketbell.http.problem.ProblemType;
import java.util.List;

/** The problem response for a refused text. Names the place, never the rule, because that would help to evade it. */
final class InjectionProblem {
    private InjectionProblem() {}

    static Problem problem(InjectionFinding finding) {
        return Problem.of(
                        ProblemType.SUSPICIOUS_INPUT,
                        "the value at " + finding.name() + " looks like an attack; the request was rejected")
                .errors(List.of(new Flaw(finding.name(), finding.advice())));
    }
}
