/**
 * Telling publishers what became of their notifications: CDI events inside the process, signed webhooks outside, to listed
 * hosts only, kept until they have answered or become dead letters.
 */
package io.marketbell.callback;
