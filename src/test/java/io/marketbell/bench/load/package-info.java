/**
 * The load generator: thousands of clients of the public protocol in one process, publishers beside them, and a report.
 * It shares a machine with the server it measures, so what it does per received notification is counted in
 * nanoseconds: bytes are scanned where they lie, and nothing is turned into text or trees that need not be.
 */
package io.marketbell.bench.load;
