/**
 * Keep: the durable log of notifications with rising offsets, what each user was sent and has acknowledged, and history
 * by user. A port and its JDBC back end. Never knows who is connected.
 */
package io.marketbell.journal;
