/**
 * The audit log: user, action, target, time and trace id. Written in the same transaction as the change, readable by
 * admins, append-only.
 */
package io.marketbell.audit;
