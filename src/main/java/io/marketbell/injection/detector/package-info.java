/**
 * Tells SQL injection and path traversal from the texts of a trading day: a pure core that reads every text a fixed
 * number of times, from left to right, without regular expressions.
 */
package io.marketbell.injection.detector;
