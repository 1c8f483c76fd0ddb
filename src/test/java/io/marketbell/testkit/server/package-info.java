/** Servers for tests to talk to: the product as a process of its own, and a stand-in for tests of the test tools. */
package io.marketbell.testkit.server;
