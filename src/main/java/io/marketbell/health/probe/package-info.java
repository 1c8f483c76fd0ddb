/** The MicroProfile health checks. */
package io.marketbell.health.probe;
