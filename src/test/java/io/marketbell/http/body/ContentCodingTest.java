package io.marketbell.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.http.problem.ProblemException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {

    private static ContentCoding of(String... values) {
        return ContentCoding.of(Collections.enumeration(List.of(values)));
    }

    @Test
    void gzipAndUncodedBodiesAreSupported() {
        assertThat(of()).isEqualTo(ContentCoding.NONE);
        assertThat(ContentCoding.of(null)).isEqualTo(ContentCoding.NONE);
        assertThat(of("identity")).isEqualTo(ContentCoding.NONE);
        assertThat(of(" ")).isEqualTo(ContentCoding.NONE);
        assertThat(of("GZip")).isEqualTo(ContentCoding.GZIP);
        assertThat(of("x-gzip, identity")).isEqualTo(ContentCoding.GZIP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"br", "zstd", "deflate", "compress", "gzip, gzip", "gzip, br", "br, gzip", "gzip;q=1", "foo"})
    void anotherCodingIsA415WithTheSupportedOnes(String value) {
        assertThatThrownBy(() -> of(value)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(415);
            assertThat(refused.problem().detail()).contains("Content-Encoding");
            assertThat(refused.problem().headers()).containsEntry("Accept-Encoding", List.of("gzip, identity"));
        });
    }

    @Test
    void repeatedHeaderIsAList() {
        assertThatThrownBy(() -> of("gzip", "br")).isInstanceOf(ProblemException.class);
    }
}
