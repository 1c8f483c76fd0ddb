package io.marketbell.architecture.planted.injection.detector;

/** Violates: the detector must depend on the JDK only. */
record DetectorDependsOnServlet(jakarta.servlet.http.HttpServletRequest request) {}
