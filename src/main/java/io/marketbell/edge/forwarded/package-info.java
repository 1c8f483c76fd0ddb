/** Requests forwarded by trusted proxies, as their clients sent them. */
package io.marketbell.edge.forwarded;
