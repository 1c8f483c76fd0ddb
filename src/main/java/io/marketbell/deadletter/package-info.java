/** What could not be delivered, and its replay. */
package io.marketbell.deadletter;
