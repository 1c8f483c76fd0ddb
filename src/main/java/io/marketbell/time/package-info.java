/** The notations of times and durations in requests. */
package io.marketbell.time;
