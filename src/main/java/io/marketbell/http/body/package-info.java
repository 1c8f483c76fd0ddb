/** Limits on request bodies while they are read: bytes in total, and time for each. */
package io.marketbell.http.body;
