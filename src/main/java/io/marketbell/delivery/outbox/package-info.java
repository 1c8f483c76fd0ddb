/** The bounded queue of one connection, with conflation and priorities. */
package io.marketbell.delivery.outbox;
