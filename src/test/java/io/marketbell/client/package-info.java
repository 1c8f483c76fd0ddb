/**
 * A client of the public protocol for black-box tests: it knows what is on the wire and nothing of the server's
 * classes. {@link io.marketbell.client.MarketbellClient} behaves well; {@link io.marketbell.client.RawSocket} does not.
 */
package io.marketbell.client;
