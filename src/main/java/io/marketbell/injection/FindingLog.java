package io.marketbell.injection;

import java.lang.System.Logger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Logs findings, at most a number of lines a second. Thread-safe. */
final class FindingLog {
    private static final Logger LOG = System.getLogger(InjectionGuard.class.getName());
    private static final int LINES_PER_SECOND = 50;
    private static final long SECOND = 1_000_000_000L;
    private static final int LONGEST_EXCERPT = 60;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final AtomicLong left;
    private final AtomicLong withheld = new AtomicLong();
    private final AtomicLong begin;

    FindingLog() {
        this(LINES_PER_SECOND, System::nanoTime);
    }

    FindingLog(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.left = new AtomicLong(perSecond);
        this.begin = new AtomicLong(nanoClock.getAsLong());
    }

    void write(TextSource source, InjectionFinding finding, String text, boolean refused) {
        long suppressed = acquire();
        if (suppressed >= 0) {
            LOG.log(
                    refused ? Logger.Level.WARNING : Logger.Level.INFO,
                    "suspicious input ({0}) in a {1}''s {2} at {3}: rule {4}, {5}{6}",
                    refused ? "refused" : "accepted",
                    source.label(),
                    finding.place().label(),
                    excerpt(finding.name()),
                    finding.rule().label(),
                    excerpt(text),
                    suppressed == 0 ? "" : " (" + suppressed + " more not logged)");
        }
    }

    /** Returns the number of lines suppressed since the last one, or -1 if this line must be suppressed too. */
    long acquire() {
        long now = nanoClock.getAsLong();
        long since = begin.get();
        if (now - since >= SECOND && begin.compareAndSet(since, now)) {
            left.set(perSecond);
        }
        if (left.getAndUpdate(lines -> Math.max(0, lines - 1)) > 0) {
            return withheld.getAndSet(0);
        }
        withheld.incrementAndGet();
        return -1;
    }

    /**
     * The beginning of an untrusted text, escaped for one line of the log: it contains no line breaks and no terminal
     * control sequences.
     */
    static String excerpt(String text) {
        StringBuilder line = new StringBuilder(LONGEST_EXCERPT + 8);
        for (int i = 0; i < text.length() && i < LONGEST_EXCERPT; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                line.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                line.append(c);
            }
        }
        return text.length() > LONGEST_EXCERPT ? line.append("...").toString() : line.toString();
    }
}
