/** Deletes expired notifications in bounded transactions. */
package io.marketbell.journal.expiry;
