/** Exchanges volatile notifications and last values with other nodes. */
package io.marketbell.delivery.bus;
