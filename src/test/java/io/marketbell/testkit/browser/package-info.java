/** The product's pages in a real browser, for black-box tests; skipped with a plain message where there is none. */
package io.marketbell.testkit.browser;
