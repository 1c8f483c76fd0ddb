package io.marketbell.identity;

/** CDI event: an API key is no longer valid; fired on this node within seconds of the revocation, wherever it was made. */
public record KeyRevoked(String credential) {}
