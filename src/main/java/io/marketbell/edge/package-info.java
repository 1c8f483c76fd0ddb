/**
 * The doors: which hosts, origins and connections are let in at all, and the headers that harden every answer. Each guard
 * is a filter that only translates, over a pure core; their order stands in web.xml.
 */
package io.marketbell.edge;
