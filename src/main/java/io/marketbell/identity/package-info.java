/** Who is there: API keys, roles and tiers, and what they may do. */
package io.marketbell.identity;
