/**
 * Addresses, networks, hosts and origins, as they stand in headers and settings. Pure, and asks no name server; several
 * rooms read them, and one reading is enough.
 */
package io.marketbell.network;
