/** Authentication and authorization: API keys, bearer tokens, roles and tiers. */
package io.marketbell.identity;
