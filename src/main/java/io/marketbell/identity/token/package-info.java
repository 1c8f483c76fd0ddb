/** Bearer tokens: verification, claims, and the public keys they are verified with. */
package io.marketbell.identity.token;
