package io.marketbell.architecture.planted.channel;

import io.marketbell.http.problem.Problem;

/** Violates: only http.problem must write problems as responses. */
public final class WritesItsOwnProblems {
    String body() {
        return Problem.of(503, "unavailable").toJson();
    }
}
