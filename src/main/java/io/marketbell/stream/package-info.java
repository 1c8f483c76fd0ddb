/** What every stream of Server-Sent Events begins with, whatever it is about; who writes to it is its own room's affair. */
package io.marketbell.stream;
