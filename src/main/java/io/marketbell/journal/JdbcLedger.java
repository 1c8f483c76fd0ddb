package io.marketbell.journal;

import io.marketbell.journal.Reader.Note;
import io.marketbell.journal.Reader.Unsaved;
import io.marketbell.notification.Notification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Keeps the ledger in memory and writes it behind. */
final class JdbcLedger implements Ledger {
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Database database;
    private final LogState state;
    private final InstantSource clock;
    private final int readersKept;
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final Queue<Reader> unsaved = new ConcurrentLinkedQueue<>();
    private final Object flushing = new Object();

    /** @param readersKept above so many, those that were idle for ten minutes are forgotten */
    JdbcLedger(Database database, LogState state, InstantSource clock, int readersKept) {
        this.database = database;
        this.state = state;
        this.clock = clock;
        this.readersKept = readersKept;
    }

    @Override
    public Standing standing(String user) {
        return loaded(user).standing();
    }

    /** @throws JournalUnavailable where the database is to be asked, and is away */
    private Reader loaded(String user) {
        Reader reader = readers.computeIfAbsent(user, Reader::new);
        reader.touch(clock.millis());
        if (!reader.isLoaded()) {
            demandKnown();
            reader.load(database.ask(connection -> new LedgerTables(connection).standing(user)));
        }
        return reader;
    }

    /** Before, an unclean end is not known of, and the database is away. */
    private void demandKnown() {
        if (!state.isKnown()) {
            throw new JournalUnavailable("the database was not reached since the start", null);
        }
    }

    @Override
    public void written(String user, long[] offsets) {
        note(user, reader -> reader.written(offsets, clock.millis()));
    }

    @Override
    public void sent(String user, long[] offsets) {
        note(user, reader -> reader.sent(offsets, clock.millis()));
    }

    private void note(String user, Function<Reader, Note> offer) {
        Reader reader = readers.computeIfAbsent(user, Reader::new);
        Note note = offer.apply(reader);
        while (note == Note.RETIRED) {
            reader = readers.computeIfAbsent(user, Reader::new);
            note = offer.apply(reader);
        }
        if (note == Note.TAKEN_AND_UNSAVED) {
            unsaved.add(reader);
        }
    }

    @Override
    public Acknowledgement acknowledge(String user, long offset) {
        while (true) {
            Reader reader = loaded(user);
            Reader.Outcome outcome = reader.acknowledge(offset, state.uncleanThrough(), clock.millis());
            if (outcome.note() == Note.TAKEN_AND_UNSAVED) {
                unsaved.add(reader);
            }
            if (outcome.note() != Note.RETIRED) {
                return outcome.acknowledgement();
            }
        }
    }

    /** Where the database is away, everything may have reached the user: a needless mark is better than a repeat without one. */
    @Override
    public LongPredicate mayHaveReached(String user, long after) {
        if (!state.isKnown()) {
            return offset -> true;
        }
        long inDoubt = state.uncleanThrough();
        long from = Math.max(after, inDoubt);
        Offsets reached = new Offsets();
        // memory before the database: what is flushed in between is seen twice, not missed
        Reader reader = readers.get(user);
        if (reader != null) {
            reader.addReached(reached, from);
        }
        try {
            database.ask(connection -> {
                new LedgerTables(connection).deliveriesTo(user, DeliveryPage.pageOf(from), (to, offset, sent) -> {
                    if (offset > from) {
                        reached.add(offset);
                    }
                });
                return null;
            });
        } catch (JournalUnavailable e) {
            return offset -> true;
        }
        long[] sorted = reached.toSortedSet();
        return offset -> offset <= inDoubt || Arrays.binarySearch(sorted, offset) >= 0;
    }

    @Override
    public Map<String, State> states(long offset, List<String> users) {
        Deliveries deliveries = deliveries(DeliveryPage.pageOf(offset), new HashSet<>(users));
        Map<String, State> states = new HashMap<>();
        users.forEach(user -> states.put(user, deliveries.state(user, offset)));
        return states;
    }

    /** The named recipients that were never sent these, by offset. */
    Map<Long, List<String>> unsent(Collection<Notification> notifications) {
        Map<Long, Set<String>> users = new HashMap<>();
        for (Notification notification : notifications) {
            users.computeIfAbsent(DeliveryPage.pageOf(notification.offset()), page -> new HashSet<>())
                    .addAll(notification.recipients());
        }
        Map<Long, Deliveries> deliveries = new HashMap<>();
        users.forEach((page, named) -> deliveries.put(page, deliveries(page, named)));
        Map<Long, List<String>> unsent = new HashMap<>();
        for (Notification notification : notifications) {
            long offset = notification.offset();
            Deliveries ofPage = deliveries.get(DeliveryPage.pageOf(offset));
            unsent.put(
                    offset,
                    notification.recipients().stream()
                            .filter(user -> ofPage.state(user, offset) == State.QUEUED)
                            .toList());
        }
        return unsent;
    }

    private Deliveries deliveries(long page, Set<String> users) {
        Deliveries deliveries = new Deliveries(page);
        if (!users.isEmpty()) {
            // memory before the database: what is flushed in between is seen twice, not missed
            users.forEach(user -> addMemory(deliveries, page, readers.get(user)));
            database.ask(connection -> {
                LedgerTables tables = new LedgerTables(connection);
                tables.deliveriesOn(page, users, deliveries);
                tables.acknowledged(users).forEach(deliveries::acknowledged);
                return null;
            });
        }
        return deliveries;
    }

    private static void addMemory(Deliveries deliveries, long page, Reader reader) {
        if (reader != null) {
            reader.visit(page, deliveries);
            deliveries.acknowledged(reader.user(), reader.standing().acknowledged());
        }
    }

    @Override
    public Reach reach(long offset) {
        long page = DeliveryPage.pageOf(offset);
        Deliveries deliveries = new Deliveries(page);
        readers.values().forEach(reader -> addMemory(deliveries, page, reader));
        database.ask(connection -> {
            LedgerTables tables = new LedgerTables(connection);
            tables.deliveriesOn(page, (user, reached, sent) -> {
                if (reached == offset) {
                    deliveries.reached(user, reached, sent);
                }
            });
            tables.acknowledged(deliveries.users()).forEach(deliveries::acknowledged);
            return null;
        });
        List<State> states = deliveries.users().stream()
                .map(user -> deliveries.state(user, offset))
                .filter(state -> state != State.QUEUED)
                .toList();
        return new Reach(
                states.size(),
                states.stream().filter(state -> state == State.ACKED).count());
    }

    @Override
    public void flush() {
        flush(Integer.MAX_VALUE);
        database.sync();
    }

    /**
     * Writes all deliveries, and how far so many readers are; the others' turn comes with the next calls. With ten
     * thousand busy readers, saving how far each is every second would cost as much as the log itself.
     */
    void flush(int progress) {
        synchronized (flushing) {
            Map<Reader, Unsaved> batch = new LinkedHashMap<>();
            SortedMap<String, Standing> standings = new TreeMap<>();
            for (Reader reader = unsaved.poll(); reader != null; reader = unsaved.poll()) {
                Unsaved now = reader.unsavedNow();
                batch.put(reader, now);
                if (now.progress() != null && standings.size() < progress) {
                    standings.put(reader.user(), now.progress());
                }
            }
            if (batch.isEmpty()) {
                return;
            }
            try {
                database.write(connection -> save(connection, batch, standings));
            } catch (RuntimeException e) {
                unsaved.addAll(batch.keySet());
                throw e;
            }
            batch.forEach((reader, saved) -> {
                if (reader.saved(saved, standings.containsKey(reader.user()))) {
                    unsaved.add(reader);
                }
            });
        }
    }

    private static Void save(Connection connection, Map<Reader, Unsaved> batch, SortedMap<String, Standing> standings)
            throws SQLException {
        LedgerTables tables = new LedgerTables(connection);
        Map<Short, Map<Long, DeliveryPage>> buckets = new TreeMap<>();
        batch.forEach((reader, unsaved) -> DeliveryPage.split(
                unsaved.written(),
                unsaved.sent(),
                (page, written, sent) -> buckets.computeIfAbsent(
                                DeliveryPage.bucketOf(reader.user()), bucket -> new TreeMap<>())
                        .computeIfAbsent(page, DeliveryPage::new)
                        .add(reader.user(), written, sent)));
        tables.addDeliveries(buckets);
        tables.saveProgress(standings);
        return null;
    }

    /** Called now and then: memory is for those who are there. */
    void forgetIdle() {
        if (readers.size() > readersKept) {
            long notUsedSince = clock.millis() - IDLE.toMillis();
            readers.values().removeIf(reader -> reader.retire(notUsedSince));
        }
    }
}
