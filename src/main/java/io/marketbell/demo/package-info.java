/**
 * A small simulated market that publishes through the public interface like any other publisher. Disabled in
 * production.
 */
package io.marketbell.demo;
