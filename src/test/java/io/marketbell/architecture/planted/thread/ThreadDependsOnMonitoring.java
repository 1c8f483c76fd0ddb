package io.marketbell.architecture.planted.thread;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: threads must not depend on the packages that use them. */
public final class ThreadDependsOnMonitoring {
    void run(Dashboard dashboard) {
        dashboard.show(1);
    }
}
