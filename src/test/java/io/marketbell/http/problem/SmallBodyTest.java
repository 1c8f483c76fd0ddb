package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SmallBodyTest {

    @Test
    void everyFaultIsNamedWithItsPointer() {
        Problem problem = problem("{\"a\":1e99999999999,\"b\":1,\"b\":2}");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors()).extracting(Problem.Flaw::pointer).containsExactlyInAnyOrder("/a", "/b");
    }

    @Test
    void onlyObjectsAreAccepted() {
        assertThat(problem("[1]").errors()).containsExactly(new Problem.Flaw("", "must be an object"));
        assertThat(problem("[".repeat(1_001)).type()).isEqualTo(ProblemType.MALFORMED);
        assertThat(problem((String) null).type()).isEqualTo(ProblemType.MALFORMED);
    }

    @Test
    void theNumberOfReportedFaultsIsLimited() {
        assertThat(problem("{" + "\"a\":1,".repeat(5) + "\"x\":[" + "1e99999999999,".repeat(1_000) + "0]}")
                        .errors())
                .hasSize(20);
    }

    @Test
    void aStreamIsBoundedAndMustBeUtf8() {
        assertThat(problem(new ByteArrayInputStream(" ".repeat(50).getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(413);
        assertThat(problem(new ByteArrayInputStream(new byte[] {'"', (byte) 0xC0, '"'}))
                        .detail())
                .isEqualTo("the body is not valid UTF-8");
        assertThat(problem(new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("connection reset");
                            }
                        })
                        .status())
                .isEqualTo(400);
    }

    private static Problem problem(String body) {
        return catchThrowableOfType(ProblemException.class, () -> SmallBody.object(body))
                .problem();
    }

    private static Problem problem(InputStream body) {
        return catchThrowableOfType(ProblemException.class, () -> SmallBody.object(body, 40))
                .problem();
    }
}
