package io.marketbell.delivery.resume;

import io.marketbell.delivery.Frame;

/**
 * Joins the offsets that a resume finds to be missing to ranges, each of which ends where the next notification is sent:
 * so a client that has been told of a gap has received everything up to its end.
 */
public final class MissingRanges {
    private long from;
    private long to;

    /** Everything up to here was sent or told to be missing. */
    private long settledThrough;

    public MissingRanges(long startedFrom) {
        settledThrough = startedFrom;
    }

    /** One notification that was asked for is missing. */
    public void missing(long offset) {
        add(offset, offset);
    }

    /** Whatever there was and was not sent may be missing. */
    public void unknown(long through) {
        if (through > settledThrough) {
            add(settledThrough + 1, through);
        }
    }

    private void add(long first, long last) {
        from = from == 0 ? first : Math.min(from, first);
        to = Math.max(to, last);
    }

    /** A notification is sent: what comes is a range of its own. */
    public void sent(long offset) {
        settledThrough = Math.max(settledThrough, offset);
    }

    /** The gap that is to be told now, or null. */
    public Frame.Status.Gap take() {
        if (from == 0) {
            return null;
        }
        Frame.Status.Gap gap = new Frame.Status.Gap(from, to, Frame.GapReason.EXPIRED);
        settledThrough = Math.max(settledThrough, to);
        from = 0;
        to = 0;
        return gap;
    }
}
