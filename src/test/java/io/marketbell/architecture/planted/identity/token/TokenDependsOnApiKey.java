package io.marketbell.architecture.planted.identity.token;

import io.marketbell.architecture.planted.identity.apikey.Secret;

/** Violates: tokens must not depend on API keys. */
record TokenDependsOnApiKey(Secret other) {}
