package io.marketbell.delivery.resume;

import io.marketbell.delivery.Frame;

/**
 * Collects the offsets that a resume finds missing into ranges. A range ends before the next notification that is sent,
 * so a client that receives a gap has received everything up to the end of the gap.
 */
public final class MissingRanges {
    private long from;
    private long to;

    /** All notifications up to this offset were sent or reported as missing. */
    private long reportedThrough;

    public MissingRanges(long startedFrom) {
        reportedThrough = startedFrom;
    }

    /** Records that one requested notification is missing. */
    public void missing(long offset) {
        add(offset, offset);
    }

    /** Records that all notifications up to this offset that were not sent may be missing. */
    public void unknown(long through) {
        if (through > reportedThrough) {
            add(reportedThrough + 1, through);
        }
    }

    private void add(long first, long last) {
        from = from == 0 ? first : Math.min(from, first);
        to = Math.max(to, last);
    }

    /** Records that a notification is sent; later missing offsets start a new range. */
    public void sent(long offset) {
        reportedThrough = Math.max(reportedThrough, offset);
    }

    /** Returns the gap to report now, or null. */
    public Frame.Status.Gap take() {
        if (from == 0) {
            return null;
        }
        Frame.Status.Gap gap = new Frame.Status.Gap(from, to, Frame.GapReason.EXPIRED);
        reportedThrough = Math.max(reportedThrough, to);
        from = 0;
        to = 0;
        return gap;
    }
}
