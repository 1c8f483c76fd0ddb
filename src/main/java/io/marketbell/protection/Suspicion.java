package io.marketbell.protection;

import io.marketbell.problem.Problem;
import io.marketbell.problem.Problem.Flaw;
import io.marketbell.problem.ProblemType;
import java.util.List;

/** How a finding is told: the place, never the rule, which would teach how to get round it. */
final class Suspicion {
    private Suspicion() {}

    static Problem problem(Finding finding) {
        ProblemType type = ProblemType.SUSPICIOUS_INPUT;
        return new Problem(
                type,
                type.title(),
                type.status(),
                "a value looks like an attack; nothing was done",
                null,
                List.of(new Flaw(finding.place(), "looks like an attack")));
    }
}
