package io.marketbell.problem;

import jakarta.ws.rs.WebApplicationException;

/** Ends a request with a problem, from wherever a resource finds it out. */
public final class ProblemException extends WebApplicationException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), problem.response().build());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
