package io.marketbell.monitoring;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Everybody who reads the stream: no more than so many, each told of every snapshot. */
final class Streams {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** With a write that does not end: the operating system's buffers, hours of snapshots, are full already. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final byte[] COMMENT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);

    /** For health to judge a snapshot. */
    private static final int MOST_TURNS_WAITED = 3;

    private final Pages pages;
    private final InstantSource clock;
    private final Executor threads;
    private final int most;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();
    private Instant told;
    private int turnsWaited;
    private volatile boolean closed;

    /**
     * @param expiresAt of the credential; null: never
     * @param first of which snapshot it was told when it came
     */
    private record Member(StreamReader reader, String credential, Instant expiresAt, Instant first) {}

    Streams(Pages pages, InstantSource clock, Executor threads, int most) {
        this.pages = pages;
        this.threads = threads;
        this.clock = clock;
        this.most = most;
    }

    StreamReader reader(AsyncContext async, ServletOutputStream out) {
        return new StreamReader(async, out, System::nanoTime, threads);
    }

    /** Takes a place for one more reader; false where there is none. */
    boolean enter() {
        if (closed || places.incrementAndGet() > most) {
            leave();
            return false;
        }
        return true;
    }

    /** Gives back a place that was taken and not used. */
    void leave() {
        if (!closed) {
            places.decrementAndGet();
        }
    }

    /**
     * From now on it receives every snapshot, and the present one at once. Its place was taken before; where this fails, it
     * is given back and the reader ends.
     */
    void add(StreamReader reader, String credential, Instant expiresAt) {
        Instant first;
        byte[] event;
        try {
            first = pages.now().snapshot().asOf();
            event = event();
        } catch (RuntimeException e) {
            leave();
            reader.end();
            throw e;
        }
        reader.offer(event);
        members.add(new Member(reader, credential, expiresAt, first));
        if (closed) {
            reader.end();
        }
    }

    /** To be called every second, by one thread at a time. */
    void turn() {
        boolean isNews = isNews();
        byte[] event = isNews && !members.isEmpty() ? event() : null;
        for (Member member : members) {
            turn(member, event);
        }
    }

    /** Where health has judged the snapshot, too; that takes it a moment, for which nobody waits for ever. */
    private boolean isNews() {
        Moment now = pages.now();
        Instant asOf = now.snapshot().asOf();
        if (asOf.equals(told)) {
            return false;
        }
        turnsWaited++;
        if (now.state().asOf().isBefore(asOf) && turnsWaited < MOST_TURNS_WAITED) {
            return false;
        }
        turnsWaited = 0;
        told = asOf;
        return true;
    }

    private void turn(Member member, byte[] event) {
        StreamReader reader = member.reader();
        boolean isExpired = member.expiresAt() != null && !clock.instant().isBefore(member.expiresAt());
        boolean isStuck = reader.isBeingWrittenTo() && reader.unchangedNanos() >= PATIENCE.toNanos();
        if (isExpired || isStuck || reader.isEnding()) {
            reader.end();
        }
        if (reader.hasEnded()) {
            remove(member);
        } else if (event != null && !told.equals(member.first())) {
            reader.offer(event);
        } else if (reader.unchangedNanos() >= HEARTBEAT.toNanos()) {
            reader.beat(COMMENT);
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
                .forEach(member -> member.reader().end());
    }

    /** Ends all and lets nobody in any more; whether they are gone, for which it may be called again. */
    boolean close() {
        closed = true;
        members.forEach(member -> member.reader().end());
        return members.stream().allMatch(member -> member.reader().hasEnded());
    }

    private byte[] event() {
        Moment moment = pages.now();
        Page page = pages.page(new SummaryRead(), moment);
        String text = "event: snapshot\nid: " + moment.snapshot().asOf() + "\ndata: "
                + new String(page.body(), StandardCharsets.UTF_8) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
