/** Requests that trusted proxies have forwarded, as their clients sent them. */
package io.marketbell.edge.forwarded;
