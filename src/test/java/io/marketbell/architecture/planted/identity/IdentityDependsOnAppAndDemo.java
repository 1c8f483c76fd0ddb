package io.marketbell.architecture.planted.identity;

import io.marketbell.architecture.planted.app.Wiring;
import io.marketbell.architecture.planted.demo.Market;

/** Violates: no package may depend on app; only the wiring may use the demo. */
record IdentityDependsOnAppAndDemo(Wiring wiring, Market market) {}
