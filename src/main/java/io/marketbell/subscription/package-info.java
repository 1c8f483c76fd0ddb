/** Subscriptions, and the index that finds the clients for a notification. Performs no I/O. */
package io.marketbell.subscription;
