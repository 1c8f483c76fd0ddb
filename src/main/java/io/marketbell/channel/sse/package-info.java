/** Notifications as Server-Sent Events. */
package io.marketbell.channel.sse;
