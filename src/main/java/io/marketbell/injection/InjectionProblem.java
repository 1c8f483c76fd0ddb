package io.marketbell.injection;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.Problem.Flaw;
import io.marketbell.http.problem.ProblemType;
import java.util.List;

/** The problem response for a refused text. Names the place, never the rule, because that would help to evade it. */
final class InjectionProblem {
    private InjectionProblem() {}

    static Problem problem(InjectionFinding finding) {
        ProblemType type = ProblemType.SUSPICIOUS_INPUT;
        return new Problem(
                type,
                type.title(),
                type.status(),
                "the value at " + finding.name() + " looks like an attack; the request was rejected",
                null,
                List.of(new Flaw(finding.name(), finding.advice())));
    }
}
