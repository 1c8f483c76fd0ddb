/**
 * Health: three levels, evaluated from the metrics with every snapshot; alerts based on the error budgets of the
 * objectives; and the health checks for orchestrators (started, live, ready). Slowness and a lost database change the
 * level but never a health check, because restarting a node does not repair the systems it depends on.
 */
package io.marketbell.health;
