/**
 * Soak test: a server under simultaneous storms, floods, stalled clients, resumes and database outages. Verifies that
 * the server leaks nothing and loses no durable notification. {@code mvn -Pbench -Dbench=soak};
 * docs/explanation/performance.md.
 */
package io.marketbell.bench.soak;
