/**
 * The form of every refusal and failure over HTTP: as {@code application/problem+json} (RFC 9457), never as a stack trace
 * or the server's own HTML page.
 */
package io.marketbell.http.problem;
