/** The limits of what one connection sends. */
package io.marketbell.ratelimit.frame;
