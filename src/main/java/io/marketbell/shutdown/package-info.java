/** Tasks that run before the server stops, so that clients are notified before their connections are closed. */
package io.marketbell.shutdown;
