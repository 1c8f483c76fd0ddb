/**
 * The documents for partners: what annotations cannot say about OpenAPI. Nothing imports this room; the server finds it by
 * its configuration.
 */
package io.marketbell.apidocs;
