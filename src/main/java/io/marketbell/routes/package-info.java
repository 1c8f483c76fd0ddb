/**
 * Where requests lead: the routes of the application's resources, read off their annotations once, and matched once for
 * each request, for all who count requests by them. There is no end of paths, but of routes there are as many as the
 * application has; whatever is none of them is told as one.
 */
package io.marketbell.routes;
