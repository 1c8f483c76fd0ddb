/** Buses between nodes in one process, for tests. */
package io.marketbell.testkit.bus;
