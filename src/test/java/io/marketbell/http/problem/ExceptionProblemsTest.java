package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static RuntimeException thrownBy(String className) {
        RuntimeException fault = new RuntimeException("planted");
        fault.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.lang.Float", "parseFloat", null, -1),
            new StackTraceElement(className, "parse", null, -1)
        });
        return fault;
    }
}
