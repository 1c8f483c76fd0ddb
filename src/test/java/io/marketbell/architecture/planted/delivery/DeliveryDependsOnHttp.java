package io.marketbell.architecture.planted.delivery;

/** Violates: delivery must not depend on HTTP or JSON. */
record DeliveryDependsOnHttp(jakarta.ws.rs.core.Response response) {}
