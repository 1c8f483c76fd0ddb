/**
 * Real trading data as test input: a recorded tape of orders, executions and best prices is converted to publications,
 * replayed over REST, and compared with the notifications that clients received.
 */
package io.marketbell.testkit.tape;
