/** Decodes escapes, and characters that are equivalent to ASCII, before a text is inspected. */
package io.marketbell.injection.detector.decoding;
