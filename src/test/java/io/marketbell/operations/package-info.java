/** What operators deploy beside the product, held against the product: rules, dashboard, manifests, their documents. */
package io.marketbell.operations;
