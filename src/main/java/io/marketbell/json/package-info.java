/**
 * Strict parsing of JSON texts from callers, with limits, without duplicate names, and with a pointer for each fault;
 * writing of JSON; and walking through the texts of a value.
 */
package io.marketbell.json;
