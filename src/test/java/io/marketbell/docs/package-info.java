/** Tests that compare docs/ with the code: the error catalogue, links, the size of pages. */
package io.marketbell.docs;
