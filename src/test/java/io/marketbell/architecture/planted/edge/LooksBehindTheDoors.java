package io.marketbell.architecture.planted.edge;

import io.marketbell.architecture.planted.subscription.ReadsFiles;

/** Violates: the edge knows nothing of what is behind it. */
record LooksBehindTheDoors(ReadsFiles files) {}
