package io.marketbell.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Builds the WHERE conditions of a query and their parameters. Conditions without a parameter are omitted. */
final class DeadLetterConditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    static DeadLetterConditions of(DeadLetterFilter filter) {
        return new DeadLetterConditions()
                .and(
                        "reason = ?",
                        filter.reason() == null ? null : filter.reason().name())
                .and("type = ?", filter.type() == null ? null : filter.type().name())
                .and("recipient = ?", filter.recipient());
    }

    static DeadLetterConditions unreplayed(DeadLetterFilter filter, String after) {
        DeadLetterConditions waiting = of(filter).and("id > ?", after);
        waiting.conditions.add("replayed_at IS NULL");
        return waiting;
    }

    /** @param parameter null if the condition does not apply */
    DeadLetterConditions and(String condition, Object parameter) {
        if (parameter != null) {
            conditions.add(condition);
            parameters.add(parameter);
        }
        return this;
    }

    String where() {
        return DeadLetterRow.KNOWN
                + conditions.stream().map(each -> " AND " + each).collect(Collectors.joining());
    }

    Object[] parameters() {
        return parameters.toArray();
    }
}
