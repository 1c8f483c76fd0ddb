package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.MutableText;
import java.util.concurrent.atomic.AtomicLong;

/** Counts token accesses and the characters read. */
public final class CountedTokens extends Tokens {
    private final AtomicLong steps;

    public CountedTokens(MutableText text, AtomicLong steps) {
        super(text);
        this.steps = steps;
    }

    @Override
    int add(short kind, int from, int to) {
        steps.addAndGet(1 + to - from);
        return super.add(kind, from, to);
    }

    @Override
    void add(TokenList other, int first, int end, int place) {
        steps.addAndGet(1 + end - first);
        super.add(other, first, end, place);
    }

    @Override
    int kind(int i) {
        steps.incrementAndGet();
        return super.kind(i);
    }

    @Override
    int nextLive(int i, int end) {
        int next = super.nextLive(i, end);
        steps.addAndGet(1 + next - i);
        return next;
    }
}
