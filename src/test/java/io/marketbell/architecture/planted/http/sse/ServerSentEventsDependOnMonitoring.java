package io.marketbell.architecture.planted.http.sse;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: event streams must not depend on their events. */
public final class ServerSentEventsDependOnMonitoring {
    void show(Dashboard dashboard) {
        dashboard.show(2);
    }
}
