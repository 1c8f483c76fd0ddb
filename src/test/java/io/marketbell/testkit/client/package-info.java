/**
 * A client of the public protocol for black-box tests, independent of the server's classes. {@link
 * io.marketbell.testkit.client.MarketbellClient} follows the protocol; {@link io.marketbell.testkit.client.RawSocket}
 * can violate it.
 */
package io.marketbell.testkit.client;
