/**
 * Addresses, networks, hosts and origins, as they appear in headers and settings. Pure code without DNS lookups, shared
 * by several packages.
 */
package io.marketbell.http.address;
