package io.marketbell.journal.ledger;

import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.ledger.UserProgress.Unsaved;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes the unsaved facts of users to the database, in the order in which the users first had something unsaved. */
final class LedgerFlush {
    private final JournalDatabase database;
    private final LogState state;
    private final LogContinuity continuity;
    private final InstantSource clock;
    private final Queue<UserProgress> unsaved = new ConcurrentLinkedQueue<>();

    /** Users that the last flush did not save completely; they precede all others. Guarded by this. */
    private List<UserProgress> first = List.of();

    LedgerFlush(JournalDatabase database, LogState state, InstantSource clock) {
        this.database = database;
        this.state = state;
        this.continuity = new LogContinuity(state);
        this.clock = clock;
    }

    /** Never blocks. Must be called once when a user first has something unsaved. */
    void add(UserProgress userProgress) {
        unsaved.add(userProgress);
    }

    /** Discards everything unsaved. Nothing is saved until the given action has completed. */
    synchronized void forget(Runnable before) {
        before.run();
        unsaved.clear();
        first = List.of();
    }

    /**
     * Writes all deliveries, and the progress of at most {@code progress} users. Fair: each of n users with unsaved
     * progress is saved within n / progress calls, rounded up. With ten thousand busy users, saving all progress every
     * second would cost as much as the log itself.
     */
    synchronized void flush(int progress) {
        List<UserProgress> allProgress = new ArrayList<>(first);
        for (UserProgress userProgress = unsaved.poll(); userProgress != null; userProgress = unsaved.poll()) {
            allProgress.add(userProgress);
        }
        first = allProgress;
        load(allProgress);
        Map<UserProgress, Unsaved> batch = new LinkedHashMap<>();
        SortedMap<String, Standing> standings = new TreeMap<>();
        allProgress.forEach(userProgress -> batch.put(userProgress, userProgress.unsavedNow()));
        batch.forEach((userProgress, now) -> {
            if (now.progress() != null && standings.size() < progress) {
                standings.put(userProgress.user(), now.progress());
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        database.write(sql -> {
            continuity.demand(sql, state.epoch());
            return save(new LedgerTables(sql), batch, standings);
        });
        List<UserProgress> waiting = new ArrayList<>();
        batch.forEach((userProgress, saved) -> {
            boolean progressSaved = standings.containsKey(userProgress.user());
            if (userProgress.saved(saved, progressSaved)) {
                if (progressSaved) {
                    unsaved.add(userProgress);
                } else {
                    waiting.add(userProgress);
                }
            }
        });
        first = waiting;
    }

    /** Loads users before they are saved: the facts about a write depend on what the user had acknowledged. */
    private void load(List<UserProgress> allProgress) {
        List<UserProgress> unknown = allProgress.stream()
                .filter(userProgress -> !userProgress.isLoaded())
                .toList();
        if (!unknown.isEmpty()) {
            database.read(sql -> {
                LedgerTables tables = new LedgerTables(sql);
                for (UserProgress userProgress : unknown) {
                    userProgress.load(tables.standing(userProgress.user()));
                }
                return null;
            });
        }
    }

    private Void save(LedgerTables tables, Map<UserProgress, Unsaved> batch, SortedMap<String, Standing> standings)
            throws SQLException {
        Map<Short, Map<Long, DeliveryPage>> buckets = new TreeMap<>();
        batch.forEach((userProgress, unsaved) -> DeliveryPage.split(
                unsaved.facts(),
                (page, facts) -> buckets.computeIfAbsent(
                                DeliveryPage.bucketOf(userProgress.user()), bucket -> new TreeMap<>())
                        .computeIfAbsent(page, DeliveryPage::new)
                        .add(userProgress.user(), facts)));
        tables.addDeliveries(buckets);
        tables.saveProgress(standings, clock.instant());
        return null;
    }
}
