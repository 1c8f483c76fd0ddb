/**
 * Inbound: the resource and other sources of notifications, with validation and idempotency. Does not access
 * connections.
 */
package io.marketbell.publish;
