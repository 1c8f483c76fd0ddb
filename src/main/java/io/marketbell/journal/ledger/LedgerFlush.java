package io.marketbell.journal.ledger;

import io.marketbell.database.Sql;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.ledger.UserProgress.Unsaved;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/** Writes the unsaved facts of users to the database, in the order in which the users first had something unsaved. */
final class LedgerFlush {
    private final JournalDatabase database;
    private final LogState state;
    private final LogContinuity continuity;
    private final InstantSource clock;
    private final AcknowledgementExchange exchange;
    private final Queue<UserProgress> unsaved = new ConcurrentLinkedQueue<>();
    private volatile BiConsumer<String, Accepted> claims = (user, accepted) -> {};

    /** Users that the last flush did not save completely; they precede all others. Guarded by this. */
    private List<UserProgress> first = List.of();

    /**
     * What users had acknowledged before transactions that failed and may have been committed nevertheless. Guarded by
     * this.
     */
    private final Map<String, Long> uncertain = new HashMap<>();

    /** @param exchange null if this is the only node on the database */
    LedgerFlush(JournalDatabase database, LogState state, InstantSource clock, AcknowledgementExchange exchange) {
        this.database = database;
        this.exchange = exchange;
        this.state = state;
        this.continuity = new LogContinuity(state);
        this.clock = clock;
    }

    /** See {@link io.marketbell.journal.Ledger#onClaimed}. */
    void onClaimed(BiConsumer<String, Accepted> listener) {
        claims = listener;
    }

    /** Never blocks. Must be called once when a user first has something unsaved. */
    void add(UserProgress userProgress) {
        unsaved.add(userProgress);
    }

    /** Discards everything unsaved. Nothing is saved until the given action has completed. */
    synchronized void forget(Runnable before) {
        before.run();
        unsaved.clear();
        uncertain.clear();
        first = List.of();
    }

    /** Discards everything unsaved of one user. Waits for a flush that is under way. */
    synchronized void forget(UserProgress userProgress) {
        unsaved.remove(userProgress);
        uncertain.remove(userProgress.user());
        first = first.stream().filter(other -> other != userProgress).toList();
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
        Map<String, Long> before = database.write(sql -> {
            continuity.demand(sql, state.epoch());
            LedgerTables tables = new LedgerTables(sql);
            addDeliveries(tables, batch);
            return saveProgress(sql, tables, batch, standings);
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
        claim(standings, before);
    }

    private void claim(SortedMap<String, Standing> standings, Map<String, Long> before) {
        before.forEach((user, acknowledged) -> {
            long from = Math.min(acknowledged, uncertain.getOrDefault(user, acknowledged));
            long through = standings.get(user).acknowledged();
            if (through > from) {
                claims.accept(user, new Accepted(from, through));
            }
        });
        uncertain.clear();
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

    private static void addDeliveries(LedgerTables tables, Map<UserProgress, Unsaved> batch) throws SQLException {
        Map<Short, Map<Long, DeliveryPage>> buckets = new TreeMap<>();
        batch.forEach((userProgress, unsaved) -> DeliveryPage.split(
                unsaved.facts(),
                (page, facts) -> buckets.computeIfAbsent(
                                DeliveryPage.bucketOf(userProgress.user()), bucket -> new TreeMap<>())
                        .computeIfAbsent(page, DeliveryPage::new)
                        .add(userProgress.user(), facts)));
        tables.addDeliveries(buckets);
    }

    /** @return what users had acknowledged before, as far as this node is to report their acknowledgements */
    private Map<String, Long> saveProgress(
            Sql sql, LedgerTables tables, Map<UserProgress, Unsaved> batch, SortedMap<String, Standing> standings)
            throws SQLException {
        Instant now = clock.instant();
        if (exchange == null) {
            tables.saveProgress(standings, now);
            return Map.of();
        }
        Map<String, Long> before = tables.mergeProgress(standings, now);
        before.forEach((user, acknowledged) -> uncertain.merge(user, acknowledged, Math::min));
        Map<String, Long> announcements = new HashMap<>();
        batch.forEach((userProgress, unsaved) -> {
            if (unsaved.announcement() > 0) {
                announcements.put(userProgress.user(), unsaved.announcement());
            }
        });
        exchange.announce(sql, state.epoch(), announcements, now);
        return before;
    }
}
