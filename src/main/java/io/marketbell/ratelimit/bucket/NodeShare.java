package io.marketbell.ratelimit.bucket;

import java.util.concurrent.TimeUnit;

/**
 * The tokens that one node grants of a shared bucket while it cannot reach the other nodes: the rate divided by the
 * number of nodes. It begins with its share of the tokens that the bucket can have, and never with more than it had
 * before: a short use of the share gives nothing that a long one would not. Not thread-safe.
 */
final class NodeShare {
    private static final long UNIT = TimeUnit.SECONDS.toNanos(1);
    /** No bucket takes longer to fill; also prevents an overflow. */
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

    private Limit limit;
    private ShareSize size;
    private long billionths;
    private long at;
    private boolean used;
    private boolean inUse;

    /**
     * Brings the share up to date; begins its use if the bucket was reachable before.
     *
     * @param most the tokens that the shared bucket has at most
     */
    void use(Limit current, ShareSize divided, long most, long now) {
        if (used) {
            gain(divided, now);
            adopt(current);
        }
        // a request that has waited for the shared bucket comes with the time at which it began
        at = used && now - at < 0 ? at : now;
        if (!inUse) {
            long begin = most * UNIT / divided.nodes();
            billionths = used ? Math.min(billionths, begin) : begin;
        }
        used = true;
        inUse = true;
        limit = current;
        size = divided;
        billionths = Math.min(billionths, capacity() * UNIT);
    }

    /** Ends the use: the shared bucket is reachable. */
    void end() {
        inUse = false;
    }

    /** Forgets the share; the next use begins with a full one. */
    void reset() {
        used = false;
        inUse = false;
    }

    /** Keeps the fill level in proportion. */
    private void adopt(Limit current) {
        if (!current.equals(limit)) {
            billionths = billionths / limit.burst() * current.burst()
                    + billionths % limit.burst() * current.burst() / limit.burst();
        }
    }

    /** If the number of nodes has changed meanwhile, the larger one counts: a change gives nothing. */
    private void gain(ShareSize divided, long now) {
        long elapsed = Math.max(0, Math.min(now - at, LONGEST));
        long gained = elapsed * limit.ratePerSecond() / Math.max(size.nodes(), divided.nodes());
        billionths = Math.min(billionths + gained, capacity() * UNIT);
    }

    private long capacity() {
        return size.capacity(limit);
    }

    /** The tokens to be taken for a cost: the share holds less than the bucket. */
    long cost(long cost) {
        return Math.min(cost, capacity());
    }

    /** Takes the cost, unless there are too few tokens. */
    boolean take(long cost) {
        if (billionths < cost * UNIT) {
            return false;
        }
        billionths -= cost * UNIT;
        return true;
    }

    void giveBack(long cost) {
        billionths = Math.min(billionths + cost * UNIT, capacity() * UNIT);
    }

    boolean isInUse() {
        return inUse;
    }

    long tokens() {
        return billionths / UNIT;
    }

    /** Rounded up; zero if the share has that many tokens. */
    long nanosUntil(long tokens) {
        long missing = Math.max(0, tokens * UNIT - billionths);
        return (missing * size.nodes() + limit.ratePerSecond() - 1) / limit.ratePerSecond();
    }

    long nanosUntilFull() {
        return nanosUntil(capacity());
    }
}
