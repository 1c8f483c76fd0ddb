package io.marketbell.architecture.planted.http.address;

/** Violates: addresses and origins must depend on the JDK only. */
record AddressDependsOnServlet(jakarta.servlet.http.HttpServletRequest request) {}
