/**
 * Metrics: a fixed list of metrics, recorded by the other packages, with exact percentiles within a known error. Time
 * is divided into intervals of ten seconds. Values for longer periods are merged from the histograms of the intervals,
 * never averaged. All reads use one snapshot, created every ten seconds.
 */
package io.marketbell.metrics;
