/**
 * Real trading as input: a recorded tape of orders, executions and best prices becomes publications, is replayed over
 * REST, and what clients received is held against it.
 */
package io.marketbell.testkit.tape;
