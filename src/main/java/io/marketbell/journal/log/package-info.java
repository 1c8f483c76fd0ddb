/** The durable log on a relational database: group commit, reads, and takeover of a restored database. */
package io.marketbell.journal.log;
