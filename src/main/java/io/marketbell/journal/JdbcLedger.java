package io.marketbell.journal;

import io.marketbell.journal.Reader.Note;
import io.marketbell.notification.Notification;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Keeps the ledger in memory and writes it behind. */
final class JdbcLedger implements Ledger {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int LATE_DELIVERIES_KEPT = 1_000_000;

    private final Database database;
    private final LogState state;
    private final InstantSource clock;
    private final int readersKept;
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final LedgerFlush flush;
    private final LateBudget late = new LateBudget(LATE_DELIVERIES_KEPT);

    /** @param readersKept above so many, those that were idle for ten minutes are forgotten */
    JdbcLedger(Database database, LogState state, InstantSource clock, int readersKept) {
        this.database = database;
        this.flush = new LedgerFlush(database, state, clock);
        this.state = state;
        this.clock = clock;
        this.readersKept = readersKept;
    }

    @Override
    public Standing standing(String user) {
        return loaded(user).standing();
    }

    private Reader reader(String user) {
        return readers.computeIfAbsent(user, name -> new Reader(name, late));
    }

    /** @throws JournalUnavailable where the database is to be asked, and is away */
    private Reader loaded(String user) {
        Reader reader = reader(user);
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
    public void writing(String user, long[] offsets) {
        note(user, reader -> reader.writing(offsets, clock.millis()));
    }

    @Override
    public void written(String user, long[] offsets) {
        note(user, reader -> reader.written(offsets, clock.millis()));
    }

    @Override
    public void failed(String user, long[] offsets) {
        note(user, reader -> reader.failed(offsets, clock.millis()));
    }

    @Override
    public void sent(String user, long[] offsets) {
        note(user, reader -> reader.sent(offsets, clock.millis()));
    }

    private void note(String user, Function<Reader, Note> offer) {
        Reader reader = reader(user);
        Note note = offer.apply(reader);
        while (note == Note.RETIRED) {
            reader = reader(user);
            note = offer.apply(reader);
        }
        if (note == Note.TAKEN_AND_UNSAVED) {
            flush.add(reader);
        }
    }

    @Override
    public Acknowledgement acknowledge(String user, long offset) {
        while (true) {
            Reader reader = loaded(user);
            Reader.Outcome outcome = reader.acknowledge(offset, state.uncleanThrough(), clock.millis());
            if (outcome.note() == Note.TAKEN_AND_UNSAVED) {
                flush.add(reader);
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
        Reader reader = reader(user);
        reader.addReached(reached, from);
        try {
            database.ask(connection -> {
                LedgerTables tables = new LedgerTables(connection);
                if (!reader.isLoaded()) {
                    // what is written next is compared with what the user has acknowledged
                    reader.load(tables.standing(user));
                }
                tables.deliveriesTo(user, DeliveryPage.pageOf(from), (to, offset, fact) -> {
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

    @Override
    public Map<Long, Delivered> delivered(String user, Collection<Long> offsets) {
        Map<Long, Deliveries> pages = new HashMap<>();
        Map<Long, Delivered> delivered = new HashMap<>();
        for (Long offset : offsets) {
            Deliveries page =
                    pages.computeIfAbsent(DeliveryPage.pageOf(offset), number -> deliveries(number, Set.of(user)));
            delivered.put(offset, page.delivered(user, offset));
        }
        return delivered;
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
            database.ask(connection -> {
                LedgerTables tables = new LedgerTables(connection);
                // memory before the database: what is flushed in between is seen twice, not missed
                for (String user : users) {
                    addMemory(deliveries, page, readers.get(user), tables);
                }
                tables.deliveriesOn(page, users, deliveries);
                tables.acknowledged(users).forEach(deliveries::acknowledged);
                return null;
            });
        }
        return deliveries;
    }

    private static void addMemory(Deliveries deliveries, long page, Reader reader, LedgerTables tables)
            throws SQLException {
        if (reader != null) {
            if (!reader.isLoaded()) {
                reader.load(tables.standing(reader.user()));
            }
            reader.visit(page, deliveries);
            deliveries.acknowledged(reader.user(), reader.standing().acknowledged());
        }
    }

    @Override
    public Reach reach(long offset) {
        long page = DeliveryPage.pageOf(offset);
        Deliveries deliveries = new Deliveries(page);
        database.ask(connection -> {
            LedgerTables tables = new LedgerTables(connection);
            for (Reader reader : readers.values()) {
                addMemory(deliveries, page, reader, tables);
            }
            tables.deliveriesOn(page, (user, noted, fact) -> {
                if (noted == offset) {
                    deliveries.noted(user, noted, fact);
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

    /** @param progress of how many readers this call saves how far they are, at most */
    void flush(int progress) {
        flush.flush(progress);
    }

    @Override
    public long lateDeliveries() {
        return late.used();
    }

    /**
     * The log is another one: all that memory knows is void.
     *
     * @param adopt makes it the known one; nothing is written meanwhile
     */
    void reset(Runnable adopt) {
        flush.forget(() -> {
            adopt.run();
            readers.values().removeIf(Reader::discard);
        });
    }

    /** Called now and then: memory is for those who are there. */
    void forgetIdle() {
        long notUsedSince = clock.millis() - IDLE.toMillis();
        if (late.isTight()) {
            readers.values().forEach(reader -> reader.forgetLate(notUsedSince));
        }
        if (readers.size() > readersKept) {
            readers.values().removeIf(reader -> reader.retire(notUsedSince));
        }
    }
}
