package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.stream.JsonParsingException;
import org.junit.jupiter.api.Test;

class ExceptionProblemsTest {

    @Test
    void aHeaderThatTheLibraryCannotParseIsAClientError() {
        assertThat(ExceptionProblems.of(thrownBy("org.jboss.resteasy.util.WeightedMediaType"))
                        .status())
                .isEqualTo(400);
        assertThat(ExceptionProblems.of(thrownBy("org.jboss.resteasy.plugins.delegates.MediaTypeHeaderDelegate"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void otherExceptionsOfTheLibraryAreServerErrors() {
        assertThat(ExceptionProblems.of(thrownBy("org.jboss.resteasy.core.MethodInjectorImpl"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void anExceptionMayDetermineItsProblem() {
        Problem problem = Problem.of(ProblemType.CONFLICT, "planted");

        assertThat(ExceptionProblems.of(new ProblemException(problem))).isEqualTo(problem);
    }

    @Test
    void invalidJsonIsAClientError() {
        assertThat(ExceptionProblems.of(new JsonParsingException("planted", null)))
                .isEqualTo(Problem.of(ProblemType.MALFORMED, "the body is not valid JSON"));
    }

    private static RuntimeException thrownBy(String className) {
        RuntimeException fault = new RuntimeException("planted");
        fault.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.lang.Float", "parseFloat", null, -1),
            new StackTraceElement(className, "parse", null, -1)
        });
        return fault;
    }
}
