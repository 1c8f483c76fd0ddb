/**
 * Detects SQL injection and path traversal among ordinary trading texts. A pure core that reads every text a fixed
 * number of times, from left to right, without regular expressions.
 */
package io.marketbell.injection.detector;
