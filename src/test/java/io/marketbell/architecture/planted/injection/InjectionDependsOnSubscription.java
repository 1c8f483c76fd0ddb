package io.marketbell.architecture.planted.injection;

import io.marketbell.architecture.planted.subscription.SubscriptionDependsOnFiles;

/** Violates: the guard must not depend on the packages behind it. */
record InjectionDependsOnSubscription(SubscriptionDependsOnFiles other) {}
