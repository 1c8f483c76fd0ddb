package io.marketbell.monitoring.stream;

import io.marketbell.http.sse.EventStream;
import io.marketbell.monitoring.cache.RenderedReport;
import io.marketbell.monitoring.cache.ReportCache;
import io.marketbell.monitoring.query.Scope;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.SummaryReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** All clients of the event stream. Limits their number and sends each snapshot to all of them. */
public final class SnapshotStreams {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /**
     * Maximum duration of a write. A write blocks only after the operating system's buffers, which hold hours of
     * snapshots, are full.
     */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

    private static final byte[] COMMENT = EventStream.comment("heartbeat").getBytes(StandardCharsets.UTF_8);

    /** Maximum number of turns to wait until health has evaluated a snapshot. */
    private static final int MAXIMUM_INTERVALS_WAITED = 3;

    private final ReportCache cache;
    private final InstantSource clock;
    private final Executor threads;
    private final int maximum;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();
    private Instant lastSent;
    private int intervalsWaited;
    private volatile boolean closed;

    /**
     * @param expiresAt expiry of the credential, or null if it does not expire
     * @param first time of the snapshot sent when the client connected
     */
    private record Member(
            SnapshotStreamClient client, String credential, Instant expiresAt, Scope scope, Instant first) {}

    public SnapshotStreams(ReportCache cache, InstantSource clock, Executor threads, int maximum) {
        this.cache = cache;
        this.threads = threads;
        this.clock = clock;
        this.maximum = maximum;
    }

    SnapshotStreamClient client(EventStream stream) {
        return new SnapshotStreamClient(stream, System::nanoTime, threads);
    }

    /** Reserves a place for a client. Returns false if the limit is reached. */
    boolean enter() {
        if (closed || places.incrementAndGet() > maximum) {
            leave();
            return false;
        }
        return true;
    }

    /** Releases a reserved place that was not used. */
    void leave() {
        if (!closed) {
            places.decrementAndGet();
        }
    }

    /** Registers a client in its reserved place and sends it the current snapshot immediately. */
    void add(SnapshotStreamClient client, String credential, Instant expiresAt, Scope scope) {
        Instant first;
        byte[] event;
        try {
            first = cache.now().snapshot().asOf();
            event = event(scope);
        } catch (RuntimeException e) {
            leave();
            client.end();
            throw e;
        }
        client.offer(event);
        members.add(new Member(client, credential, expiresAt, scope, first));
        if (closed) {
            client.end();
        }
    }

    /** Must be called every second, by one thread at a time. */
    void sendAll() {
        boolean isNewSnapshot = isNewSnapshot();
        Map<Scope, byte[]> events = new EnumMap<>(Scope.class);
        for (Member member : members) {
            sendAll(member, isNewSnapshot ? events.computeIfAbsent(member.scope(), this::event) : null);
        }
    }

    /** Returns true once health has evaluated the snapshot, or after a limited number of turns. */
    private boolean isNewSnapshot() {
        MonitoringState now = cache.now();
        Instant asOf = now.snapshot().asOf();
        if (asOf.equals(lastSent)) {
            return false;
        }
        intervalsWaited++;
        if (now.state().asOf().isBefore(asOf) && intervalsWaited < MAXIMUM_INTERVALS_WAITED) {
            return false;
        }
        intervalsWaited = 0;
        lastSent = asOf;
        return true;
    }

    private void sendAll(Member member, byte[] event) {
        SnapshotStreamClient client = member.client();
        boolean isExpired = member.expiresAt() != null && !clock.instant().isBefore(member.expiresAt());
        boolean isStuck = client.isBeingWrittenTo() && client.unchangedNanos() >= WRITE_TIMEOUT.toNanos();
        if (isExpired || isStuck || client.isEnding()) {
            client.end();
        }
        if (client.hasEnded()) {
            remove(member);
        } else if (event != null && !lastSent.equals(member.first())) {
            client.offer(event);
        } else if (client.unchangedNanos() >= HEARTBEAT.toNanos()) {
            client.beat(COMMENT);
        }
    }

    private void remove(Member member) {
        if (members.remove(member)) {
            leave();
        }
    }

    void revoke(Set<String> credentials) {
        members.stream()
                .filter(member -> credentials.contains(member.credential()))
                .forEach(member -> member.client().end());
    }

    /** Ends all streams and rejects new ones. Returns true if all have ended; may be called repeatedly. */
    boolean close() {
        closed = true;
        boolean ended = true;
        // no lambda: the application is being stopped, and its classes cannot be loaded any more
        for (Member member : members) {
            member.client().end();
            ended &= member.client().hasEnded();
        }
        return ended;
    }

    private byte[] event(Scope scope) {
        MonitoringState state = cache.refreshed(scope);
        RenderedReport page = cache.page(new SummaryReport(), state);
        String text = "event: snapshot\nid: " + state.snapshot().asOf() + "\ndata: "
                + new String(page.body(), StandardCharsets.UTF_8) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
