package io.marketbell.architecture.planted.injection;

import io.marketbell.architecture.planted.subscription.ReadsFiles;

/** Violates: the guard must not depend on the packages behind it. */
record LooksBehindTheGuard(ReadsFiles other) {}
