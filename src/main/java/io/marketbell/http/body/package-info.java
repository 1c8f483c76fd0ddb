/** Limits on request bodies while they are read: bytes in total, time for each, and number for each sender. */
package io.marketbell.http.body;
