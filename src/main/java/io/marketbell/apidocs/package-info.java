/**
 * The documents for partners: what annotations cannot say about OpenAPI, and the libraries of the pages that show it and
 * AsyncAPI. Nothing imports this room; the server finds it by its configuration.
 */
package io.marketbell.apidocs;
