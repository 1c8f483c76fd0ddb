/**
 * The way to the database for every room but the journal's append: plain JDBC, nothing kept from a time when the database
 * was away, and guarded, so that one that is slow or lost is told of quickly instead of gathering the threads that wait.
 * {@link io.marketbell.database.Connections} and {@link io.marketbell.database.SqlFailure} are the journal's, too.
 */
package io.marketbell.database;
