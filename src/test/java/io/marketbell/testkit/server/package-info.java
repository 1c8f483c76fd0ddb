/** Servers for tests: the product in its own process, and a fake for tests of the test tools. */
package io.marketbell.testkit.server;
