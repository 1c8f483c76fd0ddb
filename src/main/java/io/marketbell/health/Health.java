package io.marketbell.health;

import java.util.List;

/** How the platform stands; an application-scoped bean. Never waits: what it tells was worked out with the latest snapshot. */
public interface Health {

    State state();

    /** All alerts, also inactive ones, always in the same order. */
    List<Alert> alerts();
}
