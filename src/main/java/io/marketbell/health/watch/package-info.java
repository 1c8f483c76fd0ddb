/** Evaluates metrics into levels and alerts, once for each snapshot. */
package io.marketbell.health.watch;
