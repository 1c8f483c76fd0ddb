/** Strict parsing of JSON texts from callers: with limits, without duplicate names, with a pointer for each fault. */
package io.marketbell.json;
