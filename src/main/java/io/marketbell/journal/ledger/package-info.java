/**
 * The delivery and acknowledgement state of each user, held in memory and written to the database asynchronously
 * (write-behind).
 */
package io.marketbell.journal.ledger;
