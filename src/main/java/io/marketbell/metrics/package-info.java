/**
 * How the product fares: a fixed list of metrics, recorded at the doors of the other rooms, with percentiles that can be
 * believed. Time is cut into intervals of ten seconds; figures of a longer time are merged from the intervals'
 * histograms, never averaged. What is read comes from one snapshot, made every ten seconds, however many read it.
 */
package io.marketbell.metrics;
