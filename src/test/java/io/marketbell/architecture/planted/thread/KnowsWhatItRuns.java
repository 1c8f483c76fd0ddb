package io.marketbell.architecture.planted.thread;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: threads know no room that they work for. */
public final class KnowsWhatItRuns {
    void run(Dashboard dashboard) {
        dashboard.show(1);
    }
}
