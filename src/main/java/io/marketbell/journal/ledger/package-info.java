/** What each user was sent and has acknowledged, kept in memory and written behind. */
package io.marketbell.journal.ledger;
