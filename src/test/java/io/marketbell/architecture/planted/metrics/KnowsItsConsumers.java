package io.marketbell.architecture.planted.metrics;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: metrics know nobody who reads them. */
public final class KnowsItsConsumers {
    void measured(Dashboard dashboard) {
        dashboard.show(1);
    }
}
