package io.marketbell.monitoring;

import io.marketbell.cluster.NodeReports;
import io.marketbell.cluster.NodeStatus;
import java.util.function.Supplier;

/** Reports of nodes as a test sets them. */
public final class FakeReports implements NodeReports {
    public volatile Reported reported;

    @Override
    public Reported latest() {
        return reported;
    }

    @Override
    public void statusFrom(Supplier<NodeStatus> source) {}

    @Override
    public void figuresFrom(Supplier<byte[]> source) {}
}
