package io.marketbell.http.problem;

/** Ends a request with a problem, from wherever it is found out; needs no JAX-RS to be thrown. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        // A value in the guise of an exception: where it came from is of no interest.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
