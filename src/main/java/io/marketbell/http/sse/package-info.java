/** Base class of servlets that respond with a stream of Server-Sent Events. */
package io.marketbell.http.sse;
