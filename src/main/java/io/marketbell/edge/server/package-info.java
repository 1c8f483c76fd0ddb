/**
 * Responses to requests that Open Liberty rejects before any application is called. Uses classes of the server by
 * reflection, because its SPI is not published for compilation (ADR 39).
 */
package io.marketbell.edge.server;
