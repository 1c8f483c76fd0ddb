/**
 * The format of all error responses over HTTP: {@code application/problem+json} (RFC 9457), never a stack trace or the
 * server's own HTML page.
 */
package io.marketbell.http.problem;
