/**
 * OpenAPI content that annotations cannot express. No other package imports this one; the server finds it through its
 * configuration.
 */
package io.marketbell.apidocs;
