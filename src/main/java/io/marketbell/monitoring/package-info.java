/**
 * Ten reads for operators ({@code docs/monitoring.md}). They translate what {@code metrics} has worked out, {@code health}
 * has judged and {@code delivery} shows of its readers, and compute nothing. A body is made once for each snapshot and
 * question, however often it is requested.
 */
package io.marketbell.monitoring;
