package io.marketbell.architecture.planted.identity.token;

import io.marketbell.architecture.planted.identity.apikey.Secret;

/** Violates: tokens know nothing of API keys. */
record KnowsApiKeys(Secret other) {}
