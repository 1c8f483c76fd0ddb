/**
 * A client of the public protocol for black-box tests: it knows what is on the wire and nothing of the server's
 * classes. {@link io.marketbell.testkit.client.MarketbellClient} behaves well; {@link io.marketbell.testkit.client.RawSocket} does not.
 */
package io.marketbell.testkit.client;
