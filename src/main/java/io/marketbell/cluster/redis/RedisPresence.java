package io.marketbell.cluster.redis;

import static io.marketbell.cluster.redis.PresenceKeys.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Presence;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.GuardedTask;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.PeriodicTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The connections of each user, counted in Redis. This node's own counts are the truth: they are written as absolute
 * values, again and again, and all of them under a new incarnation whenever Redis may have lost some. Commands are sent
 * in the order of the changes, under the lock; no method waits for Redis while it holds the lock.
 */
public final class RedisPresence implements Presence, AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);
    static final Duration BEAT = Duration.ofMillis(250);

    /** A node that has sent no beat for this time does not prevent the admission of a connection. */
    private static final Duration RECENT = BEAT.multipliedBy(4);

    private static final Duration RETRY = Duration.ofMillis(50);
    private static final int ATTEMPTS = 30;
    private static final int WAITING_AT_MOST = 100;

    private static final Duration EXPIRY = Duration.ofSeconds(60);

    /** All counts are written again within this number of beats, so that they do not expire. */
    private static final int BEATS_A_ROUND = 80;

    private static final int PAGE = 500;
    private static final int CHANGES_AT_MOST = 100_000;

    private final RedisLink link;
    private final PresenceKeys keys;
    private final Duration timeout;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-presence-"));
    private final Runnable write = GuardedTask.of("presence", this::writeChanges);
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Semaphore waiting = new Semaphore(WAITING_AT_MOST);
    private final AtomicLong announcements = new AtomicLong();
    private final AtomicLong inDoubt = new AtomicLong();

    /** Guarded by this. */
    private final LocalCounts counts = new LocalCounts(CHANGES_AT_MOST);

    /** Written under the lock by the thread. */
    private volatile String field;

    /** False while Redis does not have the counts of this node. */
    private volatile boolean announced;

    /** False while Redis does not respond in time. */
    private volatile boolean responding;

    /** Used only by the thread. */
    private String run = "";

    private Iterator<String> round = List.<String>of().iterator();
    private int roundSize;

    public RedisPresence(RedisServer server, ClusterSettings cluster, RedisSettings redis) {
        this.link = server.open("presence");
        this.keys = PresenceKeys.of(cluster);
        this.timeout = redis.timeout();
        this.field = keys.newField();
    }

    public void start() {
        new PeriodicTask("presence", this::beat).withFixedDelay(thread, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Answer(long decision, long now) {}

    @Override
    public boolean enter(String user, int atMost) {
        assert NonBlocking.mayWait("presence");
        Answer first = ask(user, atMost, 0);
        if (first.decision() != PresenceScripts.UNDECIDED) {
            return first.decision() == PresenceScripts.ADMITTED;
        }
        // too many wait already: the next beats decide nothing for this connection
        if (!waiting.tryAcquire()) {
            return admitInDoubt(user);
        }
        try {
            return askAgain(user, atMost, first.now());
        } finally {
            waiting.release();
        }
    }

    private boolean askAgain(String user, int atMost, long since) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            Answer answer = ask(user, atMost, since);
            if (answer.decision() != PresenceScripts.UNDECIDED) {
                return answer.decision() == PresenceScripts.ADMITTED;
            }
        }
        return admitInDoubt(user);
    }

    /** Asks Redis to count a connection; admits it if Redis does not respond. */
    private Answer ask(String user, int atMost, long since) {
        Future<List<Object>> asked;
        String askedAs;
        synchronized (this) {
            askedAs = field;
            asked = responding ? send(redis -> enter(redis, user, atMost, since)) : null;
            counts.requested(user);
        }
        Optional<Answer> answer = await(asked).map(values -> new Answer((long) values.get(0), (long) values.get(1)));
        synchronized (this) {
            counts.decided(user, answer.isEmpty() || answer.get().decision() == PresenceScripts.ADMITTED);
            if (answer.isEmpty() || !askedAs.equals(field)) {
                counts.changed(user);
            }
        }
        if (answer.isEmpty()) {
            inDoubt.incrementAndGet();
            responding = false;
        }
        writeSoon();
        return answer.orElse(new Answer(PresenceScripts.ADMITTED, 0));
    }

    /** Must be called with the lock. */
    private Future<List<Object>> enter(RedisAsyncCommands<byte[], byte[]> redis, String user, int atMost, long since) {
        if (counts.takeChange(user)) {
            write(redis, List.of(user));
        }
        return redis.eval(
                PresenceScripts.ENTER,
                ScriptOutputType.MULTI,
                new byte[][] {keys.user(user)},
                bytes(field),
                bytes(keys.beats()),
                number(atMost),
                number(since),
                number(RECENT.toMillis()),
                number(EXPIRY.toMillis()));
    }

    private boolean admitInDoubt(String user) {
        synchronized (this) {
            counts.requested(user);
            counts.decided(user, true);
            counts.changed(user);
        }
        inDoubt.incrementAndGet();
        writeSoon();
        return true;
    }

    @Override
    public void leave(String user) {
        synchronized (this) {
            counts.left(user);
        }
        writeSoon();
    }

    @Override
    public int elsewhere(String user) {
        if (!responding) {
            return 0;
        }
        Future<Long> sum = send(redis -> redis.eval(
                PresenceScripts.ELSEWHERE,
                ScriptOutputType.INTEGER,
                new byte[][] {keys.user(user)},
                bytes(field),
                bytes(keys.beats())));
        return await(sum).map(Long::intValue).orElse(0);
    }

    private void writeSoon() {
        boolean changed;
        synchronized (this) {
            changed = counts.changes() > 0;
        }
        if (changed && announced && writing.compareAndSet(false, true)) {
            try {
                thread.execute(write);
            } catch (RejectedExecutionException e) {
                // closed: the counts of this node have ended
            }
        }
    }

    private void writeChanges() {
        writing.set(false);
        if (announced && !writePages()) {
            announced = false;
        }
    }

    /** Writes the changed counts. Returns false if Redis has not confirmed them all. */
    private boolean writePages() {
        while (true) {
            Future<Long> written;
            synchronized (this) {
                List<String> page = counts.takeChanges(PAGE);
                if (page.isEmpty()) {
                    return true;
                }
                written = send(redis -> write(redis, page));
            }
            if (await(written).isEmpty()) {
                return false;
            }
        }
    }

    /** Must be called with the lock. */
    private Future<Long> write(RedisAsyncCommands<byte[], byte[]> redis, List<String> users) {
        byte[][] userKeys = users.stream().map(keys::user).toArray(byte[][]::new);
        byte[][] values = new byte[users.size() + 2][];
        values[0] = bytes(field);
        values[1] = number(EXPIRY.toMillis());
        for (int i = 0; i < users.size(); i++) {
            values[i + 2] = number(counts.of(users.get(i)));
        }
        return redis.eval(PresenceScripts.WRITE, ScriptOutputType.INTEGER, userKeys, values);
    }

    /** Runs on the thread, at each beat. */
    void beat() {
        synchronized (this) {
            if (counts.isOverflown()) {
                announced = false;
            }
            if (announced) {
                counts.changed(nextOfRound());
            } else {
                // the announcement includes them
                counts.forgetChanges();
            }
        }
        if (announced && sendBeat(false) && writePages()) {
            responding = true;
            return;
        }
        announced = false;
        announce();
    }

    private List<String> nextOfRound() {
        if (!round.hasNext()) {
            List<String> users = counts.all();
            roundSize = users.size();
            round = users.iterator();
        }
        List<String> page = new ArrayList<>();
        for (int i = 0; i <= roundSize / BEATS_A_ROUND && round.hasNext(); i++) {
            page.add(round.next());
        }
        return page;
    }

    /** Returns whether Redis responded, has kept the last beat, and is still the same process. */
    private boolean sendBeat(boolean first) {
        Future<List<Object>> sent = send(redis -> redis.eval(
                PresenceScripts.BEAT,
                ScriptOutputType.MULTI,
                new byte[][] {keys.beat(field)},
                number(LEASE.toMillis()),
                number(first ? 1 : 0)));
        Optional<List<Object>> answer = await(sent);
        if (answer.isEmpty() || (long) answer.get().get(0) == 0) {
            return false;
        }
        String known = run;
        run = new String((byte[]) answer.get().get(1), UTF_8);
        return first || run.equals(known);
    }

    /** Ends the incarnation and announces all counts under a new one, which counts from its first beat on. */
    private void announce() {
        responding = false;
        // first: if Redis does not respond, nothing else is sent
        if (!endIncarnation()) {
            return;
        }
        synchronized (this) {
            field = keys.newField();
            counts.allChanged();
        }
        announcements.incrementAndGet();
        if (writePages() && sendBeat(true)) {
            announced = true;
            responding = true;
            writeSoon();
        }
    }

    private boolean endIncarnation() {
        return await(send(redis -> redis.del(keys.beat(field)))).isPresent();
    }

    /** Returns null if the command could not be sent. */
    private <T> Future<T> send(Function<RedisAsyncCommands<byte[], byte[]>, Future<T>> command) {
        try {
            return link.commands().map(command).orElse(null);
        } catch (RedisException e) {
            // for example, because the connection was lost meanwhile
            return null;
        }
    }

    /** Returns empty if the command failed or was not sent, and if Redis does not respond in time. */
    private <T> Optional<T> await(Future<T> future) {
        if (future == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(future.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return Optional.empty();
        }
    }

    private static byte[] number(long value) {
        return bytes(Long.toString(value));
    }

    /** Returns whether Redis has the counts of this node. */
    boolean isAnnounced() {
        return announced;
    }

    @Override
    public Figures figures() {
        synchronized (this) {
            return new Figures(counts.users(), counts.changes(), announcements.get(), inDoubt.get());
        }
    }

    /** Ends the counts of this node. Must precede the end of the connection. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(timeout.toNanos() * 2, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endIncarnation();
    }
}
