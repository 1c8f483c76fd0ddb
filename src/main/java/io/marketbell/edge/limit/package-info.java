/** Limits by client address for requests that do not reach the application's rate limiter. */
package io.marketbell.edge.limit;
