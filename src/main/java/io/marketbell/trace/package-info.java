/** Ties what one request brings about together: its log lines, its span, its entry in the audit, its example in the metrics. */
package io.marketbell.trace;
