/** The binary form of notifications in messages between nodes. */
package io.marketbell.notification.wire;
