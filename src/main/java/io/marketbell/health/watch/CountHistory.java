package io.marketbell.health.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Counters at each snapshot of the last six hours, used to calculate the increase over any window that ends now. Holds
 * at most 2,200 small records.
 */
final class CountHistory {
    private static final Duration LONGEST = Duration.ofHours(6);

    /**
     * Snapshots are ten seconds apart. If they were closer, the covered period would be shorter; the memory is bounded.
     */
    private static final int AT_MOST = 2_200;

    /** Latest first. */
    private final Deque<EventCounts> past = new ArrayDeque<>();

    void add(EventCounts counts) {
        if (!past.isEmpty() && counts.at().isBefore(past.getFirst().at())) {
            // the clock was set back: the increase over older records is undefined
            past.clear();
        }
        past.addFirst(counts);
        // keep one record that is as old as the longest window, as its base
        while (past.size() > AT_MOST || past.size() > 2 && isAsOldAs(secondLast(), counts.at())) {
            past.removeLast();
        }
    }

    private boolean isAsOldAs(EventCounts counts, Instant now) {
        return !counts.at().isAfter(now.minus(LONGEST));
    }

    private EventCounts secondLast() {
        Iterator<EventCounts> oldestFirst = past.descendingIterator();
        oldestFirst.next();
        return oldestFirst.next();
    }

    /** Returns the increase over the window, or over the covered period if that is shorter. */
    EventCounts during(Duration time) {
        EventCounts latest = past.getFirst();
        Instant begin = latest.at().minus(time);
        for (EventCounts counts : past) {
            if (!counts.at().isAfter(begin)) {
                return latest.since(counts);
            }
        }
        return latest.since(past.getLast());
    }

    int size() {
        return past.size();
    }
}
