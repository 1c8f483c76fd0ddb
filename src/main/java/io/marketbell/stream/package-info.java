/**
 * What every stream of events begins with, and what comes before its end, whatever it is about; who writes to it is its own
 * room's affair.
 */
package io.marketbell.stream;
