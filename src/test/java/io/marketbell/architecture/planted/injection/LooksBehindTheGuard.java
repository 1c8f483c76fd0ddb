package io.marketbell.architecture.planted.injection;

import io.marketbell.architecture.planted.subscription.ReadsFiles;

/** Violates: the guard knows nothing of what is behind it. */
record LooksBehindTheGuard(ReadsFiles other) {}
