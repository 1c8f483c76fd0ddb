/** Who: subscriptions, and the index that finds those a notification concerns. Does no input or output. */
package io.marketbell.routing;
