package io.marketbell.architecture.planted.shutdown;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: shutdown must not depend on the packages that it calls. */
public final class ShutdownDependsOnMonitoring {
    void show(Dashboard dashboard) {
        dashboard.show(3);
    }
}
