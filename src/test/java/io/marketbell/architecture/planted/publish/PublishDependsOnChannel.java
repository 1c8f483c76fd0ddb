package io.marketbell.architecture.planted.publish;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: publish must not depend on connections. */
record PublishDependsOnChannel(Wire wire) {}
