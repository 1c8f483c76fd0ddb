/** Requests and responses for tests of filters without a server. */
package io.marketbell.testkit.servlet;
