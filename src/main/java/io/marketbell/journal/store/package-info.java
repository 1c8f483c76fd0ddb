/** The database access, rows and state that the parts of the journal share. */
package io.marketbell.journal.store;
