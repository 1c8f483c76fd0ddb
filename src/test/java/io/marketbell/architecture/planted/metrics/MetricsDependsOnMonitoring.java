package io.marketbell.architecture.planted.metrics;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: metrics must not depend on their consumers. */
public final class MetricsDependsOnMonitoring {
    void measured(Dashboard dashboard) {
        dashboard.show(1);
    }
}
