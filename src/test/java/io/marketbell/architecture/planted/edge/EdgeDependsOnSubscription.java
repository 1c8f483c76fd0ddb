package io.marketbell.architecture.planted.edge;

import io.marketbell.architecture.planted.subscription.SubscriptionDependsOnFiles;

/** Violates: the edge must not depend on the packages behind it. */
record EdgeDependsOnSubscription(SubscriptionDependsOnFiles files) {}
