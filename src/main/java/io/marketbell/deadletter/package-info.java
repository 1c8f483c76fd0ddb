/** Undeliverable notifications and their replay. */
package io.marketbell.deadletter;
