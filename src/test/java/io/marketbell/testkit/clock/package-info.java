/** A clock that tests control. */
package io.marketbell.testkit.clock;
