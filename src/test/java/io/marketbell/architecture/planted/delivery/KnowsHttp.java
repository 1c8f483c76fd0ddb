package io.marketbell.architecture.planted.delivery;

/** Breaks: delivery knows neither HTTP nor JSON. */
record KnowsHttp(jakarta.ws.rs.core.Response response) {}
