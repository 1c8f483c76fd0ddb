/** A journal and a ledger in memory. */
package io.marketbell.testkit.journal;
