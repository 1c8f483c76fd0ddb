/** Bounds on the request bodies that are being read: bytes in all, and time for each. */
package io.marketbell.http.body;
