/**
 * Storage of notifications: the durable log with ascending offsets, the delivery and acknowledgement state of each
 * user, and history by user. A port and its JDBC implementation. Independent of client connections.
 */
package io.marketbell.journal;
