/**
 * The edge: checks hosts, origins and HTTPS before any other processing, and sets the security headers of every
 * response. Each check is a filter that only translates, over a pure core; web.xml defines the order.
 */
package io.marketbell.edge;
