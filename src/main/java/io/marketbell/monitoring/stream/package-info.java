/** The summary as Server-Sent Events. */
package io.marketbell.monitoring.stream;
