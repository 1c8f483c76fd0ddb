/**
 * Where requests lead: the routes of the application's resources, read off their annotations once, and matched once for
 * each request, for all who count requests by them. There is no end of paths, but of routes there are as many as the
 * application has; all other paths are reported as one.
 */
package io.marketbell.routes;
