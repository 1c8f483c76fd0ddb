/** Redis servers for tests. */
package io.marketbell.testkit.redis;
