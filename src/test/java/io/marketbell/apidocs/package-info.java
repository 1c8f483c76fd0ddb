/** Test support for the API documents: reads them and compares responses with them. */
package io.marketbell.apidocs;
