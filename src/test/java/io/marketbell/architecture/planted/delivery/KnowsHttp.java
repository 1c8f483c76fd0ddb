package io.marketbell.architecture.planted.delivery;

/** Violates: delivery knows neither HTTP nor JSON. */
record KnowsHttp(jakarta.ws.rs.core.Response response) {}
