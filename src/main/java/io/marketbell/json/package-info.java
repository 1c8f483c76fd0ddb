/** Strict reading of JSON texts that callers send: bounded, without duplicate names, with a pointer for each fault. */
package io.marketbell.json;
