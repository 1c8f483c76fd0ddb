/** A small market that trades and publishes through the front door like any publisher. Never in production. */
package io.marketbell.demo;
