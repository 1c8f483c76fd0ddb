/** Ties the log lines of one request together, and to the trace that its caller or the server began. */
package io.marketbell.trace;
