package io.marketbell.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.ProblemException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class JsonBodyInspectionTest {
    private final JsonBodyInspection inspection =
            new JsonBodyInspection(new InjectionGuard(InjectionMode.BLOCK, InjectionMode.BLOCK));

    /** Otherwise each aborted request would be logged as an incident with a stack trace. */
    @Test
    void anIncompleteBodyIsAClientError() {
        InputStream aborted = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> inspection.aroundReadFrom(context(aborted)));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().detail()).isEqualTo("the body is incomplete");
    }

    private static ReaderInterceptorContext context(InputStream body) {
        return (ReaderInterceptorContext) Proxy.newProxyInstance(
                ReaderInterceptorContext.class.getClassLoader(),
                new Class<?>[] {ReaderInterceptorContext.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getMediaType" -> MediaType.APPLICATION_JSON_TYPE;
                    case "getType" -> String.class;
                    case "getInputStream" -> body;
                    default -> throw new IllegalStateException(method.getName());
                });
    }
}
