package io.marketbell.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects refusals for a minute, so that a flood of refused requests does not become a flood of rows. Equal refusals of
 * one caller or address are one entry. The number of entries is bounded, separately for callers with and without valid
 * credentials: a flood of anonymous requests does not hide what a caller with credentials did. Refusals beyond the bound
 * are one entry per action, without their address. Thread-safe.
 */
final class Refusals {
    /** The address of an entry that stands for refusals of several addresses. */
    static final String SEVERAL = "several";

    private final int bound;
    private final InstantSource clock;
    private Map<Key, Seen> identified = new LinkedHashMap<>();
    private Map<Key, Seen> anonymous = new LinkedHashMap<>();
    private Map<Key, Seen> beyond = new LinkedHashMap<>();
    private Instant minute;
    private long collapsed;

    /** @param bound the maximum number of entries per minute, for callers with and for those without credentials */
    Refusals(int bound, InstantSource clock) {
        this.bound = bound;
        this.clock = clock;
        this.minute = thisMinute();
    }

    private record Key(String action, String who, AuditOrigin origin) {
        static Key of(AuditEvent event) {
            return new Key(event.action(), event.who(), event.origin());
        }
    }

    private record Seen(AuditEvent first, Instant at, int count, boolean isMixed) {
        Seen and(AuditEvent next) {
            boolean isOther = !next.target().equals(first.target());
            return new Seen(first, at, count == Integer.MAX_VALUE ? count : count + 1, isMixed || isOther);
        }

        AuditEvent summary() {
            String detail = count == 1 && !isMixed
                    ? first.detail()
                    : first.detail() + "; " + count + " since " + at + (isMixed ? ", also on other paths" : "");
            return new AuditEvent(
                    first.who(),
                    first.action(),
                    first.target(),
                    detail,
                    first.traceId(),
                    first.about(),
                    first.outcome(),
                    first.origin(),
                    count);
        }
    }

    synchronized void add(AuditEvent refusal) {
        Map<Key, Seen> entries = refusal.isOfUser() ? identified : anonymous;
        Key key = Key.of(refusal);
        if (entries.containsKey(key) || entries.size() < bound) {
            count(entries, key, refusal);
            return;
        }
        collapsed++;
        AuditEvent nameless = new AuditEvent(
                AuditEvent.ANONYMOUS,
                refusal.action(),
                refusal.target(),
                refusal.detail(),
                refusal.traceId(),
                null,
                refusal.outcome(),
                new AuditOrigin(SEVERAL, null),
                1);
        count(beyond, Key.of(nameless), nameless);
    }

    private void count(Map<Key, Seen> entries, Key key, AuditEvent refusal) {
        Seen seen = entries.get(key);
        entries.put(
                key,
                seen == null
                        ? new Seen(refusal, clock.instant().truncatedTo(ChronoUnit.SECONDS), 1, false)
                        : seen.and(refusal));
    }

    /** Returns and removes the refusals if their minute is over; otherwise returns none. */
    synchronized List<AuditEvent> drainIfMinuteIsOver() {
        Instant now = thisMinute();
        if (now.equals(minute)) {
            return List.of();
        }
        minute = now;
        return drain();
    }

    synchronized List<AuditEvent> drain() {
        List<AuditEvent> events = new ArrayList<>(size());
        for (Map<Key, Seen> entries : List.of(identified, anonymous, beyond)) {
            entries.values().forEach(seen -> events.add(seen.summary()));
        }
        identified = new LinkedHashMap<>();
        anonymous = new LinkedHashMap<>();
        beyond = new LinkedHashMap<>();
        return events;
    }

    synchronized int size() {
        return identified.size() + anonymous.size() + beyond.size();
    }

    /** Returns the number of refusals whose address was not recorded. */
    synchronized long collapsed() {
        return collapsed;
    }

    private Instant thisMinute() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES);
    }
}
