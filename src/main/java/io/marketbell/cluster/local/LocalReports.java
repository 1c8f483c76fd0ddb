package io.marketbell.cluster.local;

import io.marketbell.cluster.NodeReports;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.cluster.SelfReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The report of a node that has no others. Nothing is written. */
public final class LocalReports implements NodeReports {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final SelfReport self;
    private final InstantSource clock;
    private volatile Supplier<NodeStatus> status = () -> null;
    private Reported latest;

    public LocalReports(SelfReport self, InstantSource clock) {
        this.self = self;
        this.clock = clock;
    }

    @Override
    public synchronized Reported latest() {
        if (latest == null
                || Duration.between(latest.asOf(), clock.instant()).abs().compareTo(KEPT) >= 0) {
            latest = new Reported(clock.instant(), List.of(self.with(status.get())));
        }
        return latest;
    }

    @Override
    public void statusFrom(Supplier<NodeStatus> source) {
        status = source;
    }

    @Override
    public void figuresFrom(Supplier<byte[]> source) {}
}
