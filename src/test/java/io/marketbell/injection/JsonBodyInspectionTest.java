package io.marketbell.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** A JSON parser recognizes these encodings by the first bytes, so it would read a text that was not inspected. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void aBodyInAnotherEncodingIsRejected(String charset) throws Exception {
        InputStream body = new ByteArrayInputStream("{\"user\":\"\u00e9 x' or 'a'='a\"}".getBytes(charset));

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> inspection.aroundReadFrom(context(body)));

        assertThat(refused.problem().status()).isEqualTo(415);
        assertThat(refused.problem().detail()).isEqualTo("the body is UTF-16 or UTF-32; send JSON in UTF-8");
    }

    @Test
    void aBodyThatIsNotUtf8IsRejected() {
        InputStream body = new ByteArrayInputStream("{\"user\":\"Zo\u00eb\"}".getBytes(StandardCharsets.ISO_8859_1));

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> inspection.aroundReadFrom(context(body)));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().detail()).isEqualTo("the body is not valid UTF-8");
    }

    /** Otherwise the inspection fails at the mark, and a parser that skips it accepts the rest. */
    @Test
    void aByteOrderMarkHidesNothing() {
        InputStream attack =
                new ByteArrayInputStream("\uFEFF{\"user\":\"x' or 'a'='a\"}".getBytes(StandardCharsets.UTF_8));

        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> inspection.aroundReadFrom(context(attack)));

        assertThat(refused.problem().type()).isEqualTo(ProblemType.SUSPICIOUS_INPUT);
    }

    @Test
    void theParserReadsTheInspectedText() throws Exception {
        InputStream body = new ByteArrayInputStream("\uFEFF{\"user\":\"Zo\u00eb\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(inspection.aroundReadFrom(context(body))).isEqualTo("{\"user\":\"Zo\u00eb\"}");
    }

    private static ReaderInterceptorContext context(InputStream body) {
        InputStream[] stream = {body};
        return (ReaderInterceptorContext) Proxy.newProxyInstance(
                ReaderInterceptorContext.class.getClassLoader(),
                new Class<?>[] {ReaderInterceptorContext.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getMediaType" -> MediaType.APPLICATION_JSON_TYPE;
                    case "getType" -> String.class;
                    case "getInputStream" -> stream[0];
                    case "setInputStream" -> stream[0] = (InputStream) arguments[0];
                    case "proceed" -> new String(stream[0].readAllBytes(), StandardCharsets.UTF_8);
                    default -> throw new IllegalStateException(method.getName());
                });
    }
}
