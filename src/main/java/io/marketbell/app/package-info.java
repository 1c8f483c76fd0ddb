/**
 * Wiring: the JAX-RS application, the settings, and the composition of the notification pipeline. No other package
 * imports it.
 */
package io.marketbell.app;
