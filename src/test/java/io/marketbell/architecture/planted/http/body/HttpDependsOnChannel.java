package io.marketbell.architecture.planted.http.body;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: shared HTTP code must not depend on the packages that use it. */
record HttpDependsOnChannel(Wire other) {}
