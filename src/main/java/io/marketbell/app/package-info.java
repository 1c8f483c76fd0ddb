/** Wiring: the JAX-RS application, the settings, and the one place that composes the way of a notification. No room imports it. */
package io.marketbell.app;
