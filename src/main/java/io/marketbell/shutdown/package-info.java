/**
 * Common parts of all event streams: their start, and the work before the server stops. Writing the events belongs to
 * the package of each stream.
 */
package io.marketbell.shutdown;
