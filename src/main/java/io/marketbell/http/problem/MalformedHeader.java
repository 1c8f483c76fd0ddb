package io.marketbell.http.problem;

import java.util.Arrays;
import java.util.List;

/**
 * Recognizes the exceptions of the JAX-RS library for a header that it cannot parse. They are not
 * WebApplicationExceptions, and their classes are not visible to applications, so they are recognized by their stack
 * trace.
 */
final class MalformedHeader {
    private static final List<String> PARSERS = List.of(
            "org.jboss.resteasy.plugins.delegates.",
            "org.jboss.resteasy.util.WeightedMediaType",
            "org.jboss.resteasy.util.MediaTypeHelper",
            "org.jboss.resteasy.util.HeaderParameterParser",
            "org.jboss.resteasy.util.AcceptParser",
            "org.jboss.resteasy.core.request.AcceptHeaders",
            "org.jboss.resteasy.core.request.QualityValue");
    /** Maximum number of stack frames between a parser and the JDK method that throws. */
    private static final int FRAMES = 5;

    private MalformedHeader() {}

    static boolean is(Throwable fault) {
        return Arrays.stream(fault.getStackTrace())
                .limit(FRAMES)
                .anyMatch(frame -> PARSERS.stream().anyMatch(frame.getClassName()::startsWith));
    }
}
