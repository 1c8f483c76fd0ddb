/**
 * Reports for operators ({@code docs/reference/monitoring.md}). They present the results of {@code metrics}, {@code health}
 * and {@code delivery} and calculate nothing themselves. Each body is created once per snapshot and query, independent
 * of the number of requests.
 */
package io.marketbell.monitoring;
