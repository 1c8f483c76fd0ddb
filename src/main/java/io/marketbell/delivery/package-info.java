/**
 * When: a bounded outbox for each connection, with priorities, batching, conflation and expiry, the treatment of slow
 * clients, and the writers. Knows nothing of HTTP or of JSON requests.
 */
package io.marketbell.delivery;
