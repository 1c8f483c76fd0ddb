package io.marketbell.architecture.planted.http.body;

import io.marketbell.architecture.planted.channel.Wire;

/** Breaks: what HTTP shares knows no room that uses it. */
record KnowsWhoUsesIt(Wire other) {}
