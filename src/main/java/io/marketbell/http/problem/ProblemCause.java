package io.marketbell.http.problem;

/** An exception that determines the problem of the response. It is expected, and not logged for each request. */
public interface ProblemCause {

    Problem problem();
}
