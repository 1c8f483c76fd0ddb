package io.marketbell.architecture.planted.http.route;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: routes must not depend on the packages of their resources. */
public final class RouteDependsOnMonitoring {
    void follow(Dashboard dashboard) {
        dashboard.show(1);
    }
}
