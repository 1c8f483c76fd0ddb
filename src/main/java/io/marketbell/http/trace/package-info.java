/** Correlates the log lines of a request by trace id, which comes from the caller or from the server. */
package io.marketbell.http.trace;
