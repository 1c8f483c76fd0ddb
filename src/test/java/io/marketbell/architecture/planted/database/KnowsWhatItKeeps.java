package io.marketbell.architecture.planted.database;

import io.marketbell.architecture.planted.notification.KnowsJson;

/** Violates: the way to the database knows nothing of what is kept there. */
record KnowsWhatItKeeps(KnowsJson notification) {}
