/** Servlets that answer with a stream of Server-Sent Events. */
package io.marketbell.http.sse;
