/** Threads and periodic tasks that survive errors, and the assertion that some of them never wait. */
package io.marketbell.thread;
