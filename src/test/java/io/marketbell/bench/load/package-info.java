/**
 * The load generator: thousands of clients of the public protocol and publishers in one process, and a report. It runs
 * on the same machine as the measured server, so its work per received notification must take nanoseconds only: bytes
 * are scanned in place, and are not converted to strings or trees unless necessary.
 */
package io.marketbell.bench.load;
