package io.marketbell.journal.ledger;

import static java.lang.System.Logger.Level.DEBUG;

import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.journal.ledger.UserProgress.Note;
import io.marketbell.journal.store.DoubtTable;
import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** A ledger that is held in memory and written to the database asynchronously (write-behind). */
public final class JdbcLedger implements Ledger {
    private static final System.Logger LOG = System.getLogger(JdbcLedger.class.getName());
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int LATE_DELIVERIES_KEPT = 1_000_000;

    private final JournalDatabase database;
    private final LogState state;
    private final NodeMembership membership;
    private final OwnDoubt ownDoubt;
    private final InstantSource clock;
    private final int usersKept;
    private final Map<String, UserProgress> allProgress = new ConcurrentHashMap<>();
    private final LedgerFlush flush;
    private final AcknowledgementExchange exchange;
    private final LateDeliveries.Budget late = new LateDeliveries.Budget(LATE_DELIVERIES_KEPT);

    private volatile Consumer<Map<String, Long>> acknowledgedElsewhere =
            acknowledged -> acknowledged.forEach(this::acknowledgedElsewhere);

    private volatile AcceptedListener accepted = (epoch, user, offset) -> {};

    /** @param usersKept above this number, users that were idle for ten minutes are removed from memory */
    public JdbcLedger(
            JournalDatabase database, LogState state, NodeMembership membership, InstantSource clock, int usersKept) {
        this.database = database;
        this.membership = membership;
        this.ownDoubt = new OwnDoubt(database, state, membership, this::lowestUnsaved);
        this.exchange = ownDoubt.moves() ? new AcknowledgementExchange() : null;
        this.flush = new LedgerFlush(database, state, clock, exchange);
        this.state = state;
        this.clock = clock;
        this.usersKept = usersKept;
    }

    @Override
    public Standing standing(String user) {
        UserProgress userProgress = user(user);
        long elsewhere = isShared() && userProgress.isLoaded() ? refresh(user) : 0;
        Standing here = loaded(user).standing();
        return new Standing(Math.max(here.acknowledged(), elsewhere), here.highestSent());
    }

    private UserProgress user(String user) {
        return allProgress.computeIfAbsent(user, name -> new UserProgress(name, late, isShared()));
    }

    @Override
    public boolean isShared() {
        return exchange != null;
    }

    @Override
    public void onAcknowledgedElsewhere(Consumer<Map<String, Long>> listener) {
        acknowledgedElsewhere = listener;
    }

    @Override
    public void onAccepted(AcceptedListener listener) {
        accepted = listener;
    }

    @Override
    public void acceptedElsewhere(String epoch, Map<String, Long> offsets) {
        if (!isShared() || !state.epoch().equals(epoch)) {
            return;
        }
        // notifications above the head would be written later and then need another acknowledgement
        long head = state.head();
        Map<String, Long> announced = new HashMap<>(offsets);
        announced.values().removeIf(offset -> offset > head);
        pass(announced);
    }

    @Override
    public void onClaimed(BiConsumer<String, Accepted> listener) {
        flush.onClaimed(listener);
    }

    @Override
    public Accepted acknowledgedElsewhere(String user, long offset) {
        UserProgress userProgress = allProgress.get(user);
        if (userProgress == null) {
            return new Accepted(offset, offset);
        }
        UserProgress.Outcome outcome = userProgress.acknowledgedElsewhere(offset);
        if (outcome.note() == Note.TAKEN_AND_UNSAVED) {
            flush.add(userProgress);
        }
        return outcome.note() == Note.RETIRED ? new Accepted(offset, offset) : (Accepted) outcome.acknowledgement();
    }

    /** Reads what other nodes have acknowledged. Does nothing if this is the only node. Must be called periodically. */
    public void readOthers() {
        if (exchange == null || !state.isKnown()) {
            return;
        }
        AcknowledgementExchange.News news = exchange.read(database, state.epoch(), clock.instant());
        Map<String, Long> higher = news.acknowledged();
        if (!news.complete()) {
            higher = database.read(sql -> new LedgerTables(sql).acknowledged(allProgress.keySet()));
        }
        pass(higher);
    }

    /** Returns what the user has acknowledged according to the database; 0 if the database is unavailable. */
    private long refresh(String user) {
        try {
            Map<String, Long> saved = database.ask(sql -> new LedgerTables(sql).acknowledged(List.of(user)));
            pass(saved);
            return saved.getOrDefault(user, 0L);
        } catch (JournalUnavailable e) {
            LOG.log(DEBUG, "the progress of a user cannot be read again; the known one is used");
            return 0;
        }
    }

    private void pass(Map<String, Long> acknowledged) {
        Map<String, Long> known = new HashMap<>(acknowledged);
        known.keySet().retainAll(allProgress.keySet());
        if (!known.isEmpty()) {
            acknowledgedElsewhere.accept(known);
        }
    }

    /** @throws JournalUnavailable if the database is needed and unavailable */
    private UserProgress loaded(String user) {
        UserProgress userProgress = user(user);
        userProgress.touch(clock.millis());
        if (!userProgress.isLoaded()) {
            // before that, an unclean shutdown cannot be detected
            state.known();
            userProgress.load(database.ask(sql -> new LedgerTables(sql).standing(user)));
        }
        return userProgress;
    }

    @Override
    public void writing(String user, long[] offsets) {
        note(user, userProgress -> userProgress.writing(offsets, clock.millis()));
    }

    @Override
    public void written(String user, long[] offsets) {
        note(user, userProgress -> userProgress.written(offsets, clock.millis()));
    }

    @Override
    public void failed(String user, long[] offsets) {
        note(user, userProgress -> userProgress.failed(offsets, clock.millis()));
    }

    @Override
    public void sent(String user, long[] offsets) {
        note(user, userProgress -> userProgress.sent(offsets, clock.millis()));
    }

    private void note(String user, Function<UserProgress, Note> offer) {
        UserProgress userProgress;
        Note note;
        do {
            userProgress = user(user);
            note = offer.apply(userProgress);
        } while (note == Note.RETIRED);
        if (note == Note.TAKEN_AND_UNSAVED) {
            flush.add(userProgress);
        }
    }

    @Override
    public Acknowledgement acknowledge(String user, long offset) {
        String epoch = state.epoch();
        while (true) {
            UserProgress userProgress = loaded(user);
            UserProgress.Outcome outcome = userProgress.acknowledge(offset, acceptedThrough(offset), clock.millis());
            if (outcome.note() == Note.TAKEN_AND_UNSAVED) {
                flush.add(userProgress);
            }
            if (outcome.note() != Note.RETIRED) {
                if (isShared() && outcome.acknowledgement() instanceof Accepted) {
                    accepted.accepted(epoch, user, offset);
                }
                return outcome.acknowledgement();
            }
        }
    }

    /**
     * Returns the offset up to which an acknowledgement is accepted without a record that anything was sent. Another
     * node may have sent everything up to the head; this node may know an older head.
     */
    private long acceptedThrough(long offset) {
        if (!isShared()) {
            return state.doubts().highest();
        }
        String epoch = state.epoch();
        long head = state.head();
        return offset <= head ? head : database.ask(sql -> new LedgerTables(sql).head(epoch));
    }

    /**
     * If the database is unavailable, everything may have reached the user: an unnecessary redelivery mark is better
     * than a missing one.
     */
    @Override
    public LongPredicate mayHaveReached(String user, long after) {
        if (!state.isKnown()) {
            return offset -> true;
        }
        ownDoubt.lower(after + 1);
        OffsetList reached = new OffsetList();
        // memory before the database: facts flushed in between are seen twice, not missed
        UserProgress userProgress = user(user);
        userProgress.addReached(reached, after);
        Doubts doubts;
        try {
            doubts = database.ask(sql -> {
                // before the deliveries: other nodes save those first, and then reduce the doubt
                Doubts found = ownDoubt.moves() ? DoubtTable.of(sql, membership.incarnation()) : state.doubts();
                LedgerTables tables = new LedgerTables(sql);
                if (!userProgress.isLoaded()) {
                    // the next write is compared with what the user has acknowledged
                    userProgress.load(tables.standing(user));
                }
                long from = found.throughFrom(after);
                tables.deliveriesTo(user, DeliveryPage.pageOf(from), (to, offset, fact) -> {
                    if (offset > from) {
                        reached.add(offset);
                    }
                });
                return found;
            });
        } catch (JournalUnavailable e) {
            return offset -> true;
        }
        state.doubts(doubts);
        long[] sorted = reached.toSortedSet();
        return offset -> doubts.covers(offset) || Arrays.binarySearch(sorted, offset) >= 0;
    }

    private long lowestUnsaved() {
        return allProgress.values().stream()
                .mapToLong(UserProgress::lowestUnsaved)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Returns the range of doubt that this node leaves to others if it ends without saving the ledger. */
    public OwnDoubt ownDoubt() {
        return ownDoubt;
    }

    @Override
    public Map<String, State> states(long offset, List<String> users) {
        DeliveryRecords deliveries = deliveries(DeliveryPage.pageOf(offset), new HashSet<>(users));
        Map<String, State> states = new HashMap<>();
        users.forEach(user -> states.put(user, deliveries.state(user, offset)));
        return states;
    }

    @Override
    public Map<Long, Delivered> delivered(String user, Collection<Long> offsets) {
        Map<Long, DeliveryRecords> pages = new HashMap<>();
        Map<Long, Delivered> delivered = new HashMap<>();
        for (Long offset : offsets) {
            DeliveryRecords page =
                    pages.computeIfAbsent(DeliveryPage.pageOf(offset), number -> deliveries(number, Set.of(user)));
            delivered.put(offset, page.delivered(user, offset));
        }
        return delivered;
    }

    /** Returns, by offset, the named recipients that were never sent these notifications. */
    public Map<Long, List<String>> unsent(Collection<Notification> notifications) {
        Map<Long, Set<String>> users = new HashMap<>();
        for (Notification notification : notifications) {
            users.computeIfAbsent(DeliveryPage.pageOf(notification.offset()), page -> new HashSet<>())
                    .addAll(notification.recipients());
        }
        Map<Long, DeliveryRecords> deliveries = new HashMap<>();
        users.forEach((page, named) -> deliveries.put(page, deliveries(page, named)));
        Map<Long, List<String>> unsent = new HashMap<>();
        for (Notification notification : notifications) {
            long offset = notification.offset();
            DeliveryRecords ofPage = deliveries.get(DeliveryPage.pageOf(offset));
            unsent.put(
                    offset,
                    notification.recipients().stream()
                            .filter(user -> ofPage.state(user, offset) == State.QUEUED)
                            .toList());
        }
        return unsent;
    }

    private DeliveryRecords deliveries(long page, Set<String> users) {
        DeliveryRecords deliveries = new DeliveryRecords(page);
        if (!users.isEmpty()) {
            database.ask(sql -> {
                LedgerTables tables = new LedgerTables(sql);
                // memory before the database: facts flushed in between are seen twice, not missed
                for (String user : users) {
                    addMemory(deliveries, page, allProgress.get(user), tables);
                }
                tables.deliveriesOn(page, users, deliveries);
                tables.acknowledged(users).forEach(deliveries::acknowledged);
                return null;
            });
        }
        return deliveries;
    }

    private static void addMemory(DeliveryRecords deliveries, long page, UserProgress userProgress, LedgerTables tables)
            throws SQLException {
        if (userProgress != null) {
            if (!userProgress.isLoaded()) {
                userProgress.load(tables.standing(userProgress.user()));
            }
            userProgress.visit(page, deliveries);
            deliveries.acknowledged(userProgress.user(), userProgress.standing().acknowledged());
        }
    }

    @Override
    public Reach reach(long offset) {
        long page = DeliveryPage.pageOf(offset);
        DeliveryRecords deliveries = new DeliveryRecords(page);
        database.ask(sql -> {
            LedgerTables tables = new LedgerTables(sql);
            for (UserProgress userProgress : allProgress.values()) {
                addMemory(deliveries, page, userProgress, tables);
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

    /** @param progress the maximum number of users whose progress this call saves */
    public void flush(int progress) {
        flush.flush(progress);
    }

    @Override
    public long lateDeliveries() {
        return late.used();
    }

    /**
     * Discards all state in memory because the log was replaced.
     *
     * @param adopt makes the new log the known one; nothing is written while it runs
     */
    public void reset(Runnable adopt) {
        flush.forget(() -> {
            adopt.run();
            allProgress.values().removeIf(UserProgress::discard);
        });
    }

    /** Discards what memory has about a user, including what is not saved yet. */
    public void forget(String user) {
        UserProgress known = allProgress.remove(user);
        if (known != null) {
            known.discard();
            flush.forget(known);
        }
    }

    /** Removes idle users from memory. Must be called periodically. */
    public void forgetIdle() {
        long notUsedSince = clock.millis() - IDLE.toMillis();
        if (late.isTight()) {
            allProgress.values().forEach(userProgress -> userProgress.forgetLate(notUsedSince));
        }
        if (allProgress.size() > usersKept) {
            allProgress.values().removeIf(userProgress -> userProgress.retire(notUsedSince));
        }
    }
}
