/** Token buckets by subject, and their decisions. Independent of HTTP. */
package io.marketbell.ratelimit.bucket;
