/** Hashes of bytes. */
package io.marketbell.digest;
