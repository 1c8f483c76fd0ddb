package io.marketbell.architecture.planted.http.route;

import io.marketbell.architecture.planted.monitoring.Dashboard;

/** Violates: routes know no room that they lead to. */
public final class KnowsWhereItLeads {
    void follow(Dashboard dashboard) {
        dashboard.show(1);
    }
}
