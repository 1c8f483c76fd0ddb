/** The product's pages in a real browser, for black-box tests; skipped with a message if there is none. */
package io.marketbell.testkit.browser;
