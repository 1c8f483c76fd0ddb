package io.marketbell.architecture.planted.identity;

import io.marketbell.architecture.planted.app.Wiring;
import io.marketbell.architecture.planted.demo.Market;

/** Violates: app is imported by no room; the demo is reached by nothing but the wiring. */
record ReachesForWiringAndDemo(Wiring wiring, Market market) {}
