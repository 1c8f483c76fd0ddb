package io.marketbell.architecture.planted.publish.validation;

/** Violates: validation must not depend on HTTP. */
record ValidationDependsOnServlet(jakarta.servlet.http.HttpServletRequest request) {}
