/** What pages need beside their own files: libraries for browsers, from our own origin. */
package io.marketbell.pages;
