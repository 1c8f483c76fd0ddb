package io.marketbell.http.problem;

import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.ProcessingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The problems of exceptions. They contain no internal class names. */
final class ExceptionProblems {
    private static final Logger LOG = System.getLogger(ExceptionProblems.class.getName());

    /**
     * The classes of the JAX-RS library that parse header fields. Their exceptions are not WebApplicationExceptions and
     * are not visible to applications, so they are recognized by their stack trace.
     */
    private static final List<String> HEADER_PARSERS = List.of(
            "org.jboss.resteasy.plugins.delegates.",
            "org.jboss.resteasy.util.WeightedMediaType",
            "org.jboss.resteasy.util.MediaTypeHelper",
            "org.jboss.resteasy.util.HeaderParameterParser",
            "org.jboss.resteasy.util.AcceptParser",
            "org.jboss.resteasy.core.request.AcceptHeaders",
            "org.jboss.resteasy.core.request.QualityValue");
    /** Maximum number of stack frames between a parser and the JDK method that throws. */
    private static final int FRAMES = 5;

    private ExceptionProblems() {}

    static Problem of(Throwable exception) {
        if (exception instanceof ProblemCause cause) {
            return cause.problem();
        }
        if (exception instanceof JsonParsingException) {
            return unreadableBody(exception);
        }
        if (isMalformedHeader(exception)) {
            return Problem.of(ProblemType.MALFORMED, "a header of the request is malformed");
        }
        return isUnreadableBody(exception) ? unreadableBody(exception) : incident(exception);
    }

    /** An internal error: logged once, in full, under an id. The problem contains only the id. */
    static Problem incident(Throwable exception) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(Level.ERROR, "incident " + id, exception);
        return Problem.of(ProblemType.INTERNAL, "internal error; incident " + id);
    }

    /** A body that is not JSON, or not of the expected structure. */
    static Problem unreadableBody(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonParsingException) {
                // Without the location of the parser, which is wrong at the end of a text.
                return Problem.of(ProblemType.MALFORMED, "the body is not valid JSON");
            }
        }
        return Problem.of(ProblemType.MALFORMED, "the body or a parameter has an unexpected structure");
    }

    private static boolean isMalformedHeader(Throwable exception) {
        return Arrays.stream(exception.getStackTrace())
                .limit(FRAMES)
                .anyMatch(frame -> HEADER_PARSERS.stream().anyMatch(frame.getClassName()::startsWith));
    }

    /**
     * JSON-B has one exception for reading and writing. Only a reading error, which comes from a MessageBodyReader, is
     * a client error.
     */
    private static boolean isUnreadableBody(Throwable exception) {
        Throwable json = exception instanceof ProcessingException ? exception.getCause() : exception;
        return json instanceof JsonbException
                && Arrays.stream(json.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("readFrom"));
    }
}
