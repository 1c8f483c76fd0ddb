/** The limits of incoming frames of one connection. */
package io.marketbell.ratelimit.frame;
