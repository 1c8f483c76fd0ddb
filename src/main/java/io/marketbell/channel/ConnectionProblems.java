package io.marketbell.channel;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;

/** The reasons for refusing a connection that are common to all channels. */
public final class ConnectionProblems {
    public static final Problem NODE_FULL =
            Problem.of(ProblemType.UNAVAILABLE, "this node has reached its connection limit; retry later");
    public static final Problem NOT_A_TRADER = Problem.of(ProblemType.FORBIDDEN, "the role trader is required");

    private ConnectionProblems() {}
}
