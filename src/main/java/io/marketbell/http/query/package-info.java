/** The rules that apply to the query parameters of all resources. */
package io.marketbell.http.query;
