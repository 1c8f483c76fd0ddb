/**
 * Delivery to connections: a bounded outbox for each connection with priorities, batching, conflation and expiry, the
 * handling of slow clients, and the writer threads. Independent of HTTP and of JSON requests.
 */
package io.marketbell.delivery;
