/** In: the resource and other sources of notifications, their validation and idempotency. Never talks to connections. */
package io.marketbell.publish;
