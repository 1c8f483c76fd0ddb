package io.marketbell.journal;

import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.Reader.Unsaved;
import java.sql.Connection;
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

/** Writes to the database what readers have noted, in the order in which they came to have something unsaved. */
final class LedgerFlush {
    private final Database database;
    private final LogState state;
    private final Continuity continuity;
    private final InstantSource clock;
    private final Queue<Reader> unsaved = new ConcurrentLinkedQueue<>();

    /** Readers that the last flush did not save completely, ahead of all others; guarded by this. */
    private List<Reader> first = List.of();

    LedgerFlush(Database database, LogState state, InstantSource clock) {
        this.database = database;
        this.state = state;
        this.continuity = new Continuity(state);
        this.clock = clock;
    }

    /** Never blocks. To be called once for a reader that has come to have something unsaved. */
    void add(Reader reader) {
        unsaved.add(reader);
    }

    /** Forgets all that is not saved. Nothing is saved before the other is done. */
    synchronized void forget(Runnable before) {
        before.run();
        unsaved.clear();
        first = List.of();
    }

    /**
     * Writes all deliveries, and the progress of at most so many readers. Fair: of n readers with unsaved progress, each
     * is saved within n / progress calls, rounded up. With ten thousand busy readers, saving all progress every second
     * would cost as much as the log itself.
     */
    synchronized void flush(int progress) {
        List<Reader> readers = new ArrayList<>(first);
        for (Reader reader = unsaved.poll(); reader != null; reader = unsaved.poll()) {
            readers.add(reader);
        }
        first = readers;
        load(readers);
        Map<Reader, Unsaved> batch = new LinkedHashMap<>();
        SortedMap<String, Standing> standings = new TreeMap<>();
        readers.forEach(reader -> batch.put(reader, reader.unsavedNow()));
        batch.forEach((reader, now) -> {
            if (now.progress() != null && standings.size() < progress) {
                standings.put(reader.user(), now.progress());
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        database.write(connection -> {
            continuity.demand(connection, state.epoch());
            return save(connection, batch, standings, Micros.of(clock.instant()));
        });
        List<Reader> waiting = new ArrayList<>();
        batch.forEach((reader, saved) -> {
            boolean progressSaved = standings.containsKey(reader.user());
            if (reader.saved(saved, progressSaved)) {
                if (progressSaved) {
                    unsaved.add(reader);
                } else {
                    waiting.add(reader);
                }
            }
        });
        first = waiting;
    }

    /** What a user was written is told apart by what the user had acknowledged: that must be known before it is saved. */
    private void load(List<Reader> readers) {
        List<Reader> unknown =
                readers.stream().filter(reader -> !reader.isLoaded()).toList();
        if (!unknown.isEmpty()) {
            database.read(connection -> {
                LedgerTables tables = new LedgerTables(connection);
                for (Reader reader : unknown) {
                    reader.load(tables.standing(reader.user()));
                }
                return null;
            });
        }
    }

    private static Void save(
            Connection connection, Map<Reader, Unsaved> batch, SortedMap<String, Standing> standings, long now)
            throws SQLException {
        LedgerTables tables = new LedgerTables(connection);
        Map<Short, Map<Long, DeliveryPage>> buckets = new TreeMap<>();
        batch.forEach((reader, unsaved) -> DeliveryPage.split(
                unsaved.facts(),
                (page, facts) -> buckets.computeIfAbsent(
                                DeliveryPage.bucketOf(reader.user()), bucket -> new TreeMap<>())
                        .computeIfAbsent(page, DeliveryPage::new)
                        .add(reader.user(), facts)));
        tables.addDeliveries(buckets);
        tables.saveProgress(standings, now);
        return null;
    }
}
