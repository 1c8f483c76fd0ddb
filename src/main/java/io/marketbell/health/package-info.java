/**
 * How the platform stands: three levels, judged from the metrics with every snapshot of them; alerts from the budgets that
 * the objectives leave; and what orchestrators ask, whether to start waiting, restart or route here. Slowness and a lost
 * database change the level, never an answer to an orchestrator: restarting a node does not mend what it depends on.
 */
package io.marketbell.health;
