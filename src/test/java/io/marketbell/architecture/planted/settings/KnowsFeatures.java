package io.marketbell.architecture.planted.settings;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: the reader of settings must not depend on the packages whose settings it reads. */
record KnowsFeatures(Wire other) {}
