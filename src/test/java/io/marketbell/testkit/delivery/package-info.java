/** Stand-ins for the network side of delivery. */
package io.marketbell.testkit.delivery;
