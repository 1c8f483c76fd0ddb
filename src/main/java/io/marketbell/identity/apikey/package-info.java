/** API keys: storage, cache, hashes, and their REST resource. */
package io.marketbell.identity.apikey;
