package io.marketbell.architecture.planted.shutdown;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: shutdown knows no room that it calls. */
public final class KnowsWhatItCalls {
    void show(Dashboard dashboard) {
        dashboard.show(3);
    }
}
