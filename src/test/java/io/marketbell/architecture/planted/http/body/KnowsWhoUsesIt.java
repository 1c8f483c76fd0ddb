package io.marketbell.architecture.planted.http.body;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: what HTTP shares knows no room that uses it. */
record KnowsWhoUsesIt(Wire other) {}
