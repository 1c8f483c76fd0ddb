/** Detects path traversal and names of sensitive files. */
package io.marketbell.injection.detector.path;
