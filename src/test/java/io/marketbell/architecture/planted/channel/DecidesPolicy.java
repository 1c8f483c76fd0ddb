package io.marketbell.architecture.planted.channel;

import io.marketbell.architecture.planted.journal.KnowsWhoIsConnected;

/** Violates: the channel decides no policy; with its counterpart also: no room goes round in a circle. */
record DecidesPolicy(KnowsWhoIsConnected journal) {}
