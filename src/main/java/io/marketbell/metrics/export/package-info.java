/** Exposes the metrics to the server and as OpenMetrics text. */
package io.marketbell.metrics.export;
