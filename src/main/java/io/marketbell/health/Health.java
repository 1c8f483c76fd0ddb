package io.marketbell.health;

import java.util.List;

/** Health of the node; an application-scoped bean. Never blocks: it returns the result of the latest evaluation. */
public interface Health {

    HealthState state();

    /** Returns all alerts in any state, always in the same order. */
    List<Alert> alerts();
}
