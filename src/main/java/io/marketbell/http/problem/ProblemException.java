package io.marketbell.http.problem;

/** Ends a request with a problem. Can be thrown outside of JAX-RS. */
public final class ProblemException extends RuntimeException implements ProblemCause {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        // No stack trace: the exception is an expected result, and its origin is irrelevant.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    @Override
    public Problem problem() {
        return problem;
    }
}
