package io.marketbell.publish.rest;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.query.QueryNumber;
import io.marketbell.json.Spelling;
import io.marketbell.notification.NotificationType;
import io.marketbell.publish.validation.ItemFaults;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The query parameters of a history request. All faults are reported together. */
record PageRequest(long after, int limit, Set<NotificationType> types) {
    static final int DEFAULT_LIMIT = 100;
    static final int MAXIMUM_LIMIT = 1_000;

    /** @param types each is a type or a comma-separated list of types; an absent parameter is null or empty */
    static PageRequest of(String after, String limit, List<String> types) {
        List<Problem.Flaw> flaws = new ArrayList<>();
        long from = QueryNumber.of("after", after, 0, 0, Long.MAX_VALUE, flaws);
        long most = QueryNumber.of("limit", limit, DEFAULT_LIMIT, 1, MAXIMUM_LIMIT, flaws);
        Set<NotificationType> named = EnumSet.noneOf(NotificationType.class);
        List<String> known = NotificationType.known().stream().map(Enum::name).toList();
        for (String name :
                types.stream().flatMap(list -> Stream.of(list.split(","))).toList()) {
            NotificationType.named(name.strip())
                    .ifPresentOrElse(
                            named::add,
                            () -> flaws.add(new Problem.Flaw(
                                    "type",
                                    "unknown type " + ItemFaults.shortened(name)
                                            + Spelling.hint(name.strip(), known))));
        }
        if (!flaws.isEmpty()) {
            throw new ProblemException(Problem.invalid(flaws));
        }
        return new PageRequest(from, (int) most, named);
    }
}
