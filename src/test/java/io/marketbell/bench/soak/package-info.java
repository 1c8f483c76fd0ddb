/**
 * A server under storms, floods, stalled clients, resumes and database stops at once, and the proof that it keeps
 * nothing of them afterwards and lost nothing durable. {@code mvn -Pbench -Dbench=soak}; docs/explanation/performance.md.
 */
package io.marketbell.bench.soak;
