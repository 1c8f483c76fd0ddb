/** Compares files that operators deploy with the product: rules, dashboard, manifests, and their documents. */
package io.marketbell.operations;
