/** The threads that write, batching, and the detection of slow clients. */
package io.marketbell.delivery.writer;
