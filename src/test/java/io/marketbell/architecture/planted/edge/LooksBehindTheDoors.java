package io.marketbell.architecture.planted.edge;

import io.marketbell.architecture.planted.subscription.ReadsFiles;

/** Violates: the edge must not depend on the packages behind it. */
record LooksBehindTheDoors(ReadsFiles files) {}
