package io.marketbell.architecture.planted.json;

/** Violates: JSON parsing must depend on the JDK and JSON-P only. */
record JsonDependsOnServlet(jakarta.servlet.http.HttpServletRequest request) {}
