/** Detects SQL injection and path traversal in incoming texts, and refuses or reports them. */
package io.marketbell.injection;
