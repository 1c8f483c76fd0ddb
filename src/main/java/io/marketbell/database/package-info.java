/**
 * Database access for every package except the journal's append path: plain JDBC behind timeouts, a bulkhead and a
 * circuit breaker. No state is cached across an outage. A slow or unreachable database fails calls quickly instead of
 * blocking request threads. All stores, including the journal, execute their statements with
 * {@link io.marketbell.database.Sql}.
 */
package io.marketbell.database;
