package io.marketbell.deadletter;

import io.marketbell.audit.AuditEvent;

/** The texts of audit entries about replays. */
final class ReplaySummary {
    private ReplaySummary() {}

    /** Returns the target of a replay of many letters, without the name of the recipient. */
    static String target(DeadLetterFilter filter) {
        String recipient = filter.recipient() == null ? null : AuditEvent.USER;
        return "dead_letters " + new DeadLetterFilter(filter.reason(), filter.type(), recipient);
    }

    static String of(Replays.Result.Done result) {
        return (result.duplicate() ? "was replayed before as " : "replayed as ") + result.id();
    }

    static String of(Replays.Many many) {
        long done = many.results().stream()
                .filter(Replays.Result.Done.class::isInstance)
                .count();
        return done + " replayed, " + (many.results().size() - done) + " failed, " + many.remaining()
                + " remaining; each names its replay";
    }
}
