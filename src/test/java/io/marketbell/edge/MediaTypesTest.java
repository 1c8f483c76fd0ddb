package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.problem.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=abc",
                "*/*;q=",
                "*/*;q",
                "*/*;q=2",
                "*/*;q=-1",
                "*/*;q=NaN",
                "*/*;q=1e3",
                "text/html, application/json;q=0.x",
                "json",
                "/",
                "a/b/c",
                "a/b;",
                "a/b;x=\"",
                "a b/c",
                "a/b c/d",
                ",,",
            })
    void aMalformedAcceptIsA400(String value) {
        assertThat(RequestHeadersFilter.accept(Collections.enumeration(List.of("text/html", value)))
                        .orElseThrow()
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "*",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
                "application/json ; Q = 1.000 ,text/*;q=0",
                "application/openmetrics-text;version=1.0.0,text/plain;x=\"a, \\\" b\";q=0.5000001",
            })
    void headersOfUsualClientsAreAccepted(String value) {
        assertThat(RequestHeadersFilter.accept(Collections.enumeration(List.of(value))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=abc",
                "application/json;q=",
                "",
                " ",
                "*/*",
                "*",
                "*/json",
                "application/*",
                " application/* ; charset=utf-8",
                "json",
                "application/json;charset=ISO-8859-1",
                "application/json;",
                "application/json;charset",
                "application/json, text/plain",
                "application/json;charset=utf-16",
                "application/json; charset=\"no such\"",
                "application/json;charset=x;charset=utf-8",
                "application/json;charset=utf-8;charset=utf-16",
            })
    void aMalformedContentTypeOrAnotherCharsetIsA415(String value) {
        Problem problem = RequestHeadersFilter.contentType(value).orElseThrow();

        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.detail()).startsWith("the header Content-Type ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "application/x-ndjson; charset=\"utf-8\"",
                "multipart/form-data; boundary=----x",
                "application/json; q=0.5",
            })
    void aWellFormedContentTypeIsAccepted(String value) {
        assertThat(RequestHeadersFilter.contentType(value)).isEmpty();
    }

    @Test
    void aRepeatedHeaderOfOneValueIsNamed() {
        Map<String, List<String>> sent = Map.of("Last-Event-ID", List.of("5", "6"), "Accept", List.of("a/b", "c/d"));

        assertThat(RequestHeadersFilter.repeated(name -> Collections.enumeration(sent.getOrDefault(name, List.of()))))
                .hasValueSatisfying(problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.detail()).isEqualTo("the header Last-Event-ID is repeated");
                });
        assertThat(RequestHeadersFilter.repeated(name ->
                        Collections.enumeration(name.equals("Content-Type") ? List.of("application/json") : List.of())))
                .isEmpty();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void longHeadersAreCheckedInLinearTime() {
        assertThat(MediaTypes.faultOfList("a/b,".repeat(4_000) + ";")).isPresent();
        assertThat(MediaTypes.faultOfOne("a/b" + ";x=\"\\".repeat(4_000))).isPresent();
        assertThat(MediaTypes.faultOfOne("a/b;x=\"" + "a".repeat(16_000))).isPresent();
        assertThat(MediaTypes.faultOfOne("a/" + "*/".repeat(8_000))).isPresent();
    }
}
