/** Token buckets by subject, and the decisions they make. Knows nothing of requests. */
package io.marketbell.ratelimit.bucket;
