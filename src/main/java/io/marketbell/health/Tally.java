package io.marketbell.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What had been counted at each snapshot of the last six hours, from which the counts of any time are computed that ends
 * now; 2,200 small records at most.
 */
final class Tally {
    private static final Duration LONGEST = Duration.ofHours(6);

    /** Snapshots are ten seconds apart; should they ever be closer, the past gets shorter, not larger. */
    private static final int AT_MOST = 2_200;

    /** The latest first. */
    private final Deque<Counts> past = new ArrayDeque<>();

    void add(Counts counts) {
        if (!past.isEmpty() && counts.at().isBefore(past.getFirst().at())) {
            // the clock was set back: what is older than now cannot be told any more
            past.clear();
        }
        past.addFirst(counts);
        // the last one is kept that is as old as the longest time, to count from
        while (past.size() > AT_MOST || past.size() > 2 && isAsOldAs(secondLast(), counts.at())) {
            past.removeLast();
        }
    }

    private boolean isAsOldAs(Counts counts, Instant now) {
        return !counts.at().isAfter(now.minus(LONGEST));
    }

    private Counts secondLast() {
        Iterator<Counts> oldestFirst = past.descendingIterator();
        oldestFirst.next();
        return oldestFirst.next();
    }

    /** What happened in so long; less where this does not reach back as far. */
    Counts during(Duration time) {
        Counts latest = past.getFirst();
        Instant begin = latest.at().minus(time);
        for (Counts counts : past) {
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
