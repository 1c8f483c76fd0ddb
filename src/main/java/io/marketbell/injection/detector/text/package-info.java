/** A text as an array of characters, and the classes of its characters. */
package io.marketbell.injection.detector.text;
