/**
 * Routes of the application's resources, read once from their annotations and matched once per request. Metrics and
 * rate limits count requests by route, because the number of routes is bounded and the number of paths is not. All
 * paths without a route count as one.
 */
package io.marketbell.http.route;
