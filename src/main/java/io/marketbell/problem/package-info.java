/**
 * How every refusal and failure is told over HTTP: as {@code application/problem+json} (RFC 9457), never as a stack trace
 * or the server's own HTML page.
 */
package io.marketbell.problem;
