/**
 * Database access for every package except the journal's append path: plain JDBC behind timeouts, a bulkhead and a
 * circuit breaker. No state is cached across an outage. A slow or unreachable database fails calls quickly instead of
 * blocking request threads. The journal also uses {@link io.marketbell.database.Connections} and
 * {@link io.marketbell.database.SqlFailure}.
 */
package io.marketbell.database;
