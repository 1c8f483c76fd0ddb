package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.marketbell.monitoring.FakeOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemResponseTest {
    private static final Problem PROBLEM = Problem.of(503, "retry later").header("WWW-Authenticate", List.of("a", "b"));

    private final Map<String, List<String>> headers = new HashMap<>();
    private final FakeOutput body = new FakeOutput();
    private Object status;
    private Object length;

    @BeforeEach
    void setEarlierHeader() {
        headers.put("Retry-After", new ArrayList<>(List.of("60")));
    }

    @Test
    void aProblemIsSentWithItsHeaderFields() throws IOException {
        send(PROBLEM, "GET");

        assertThat(status).isEqualTo(503);
        assertThat(headers)
                .containsOnly(
                        entry("Cache-Control", List.of("no-store")),
                        entry("Retry-After", List.of("5")),
                        entry("Vary", List.of("Origin")),
                        entry("WWW-Authenticate", List.of("a", "b")));
        assertThat(text()).isEqualTo(PROBLEM.at("/here").toJson());
        assertThat(length).isEqualTo(text().length());
    }

    @Test
    void anInstanceThatIsAlreadySetIsKept() throws IOException {
        send(PROBLEM.at("/there"), "POST");

        assertThat(text()).contains("\"instance\":\"/there\"");
    }

    @Test
    void aProblemVariesByOriginOnce() throws IOException {
        headers.put("Vary", new ArrayList<>(List.of("Origin", "Accept")));
        send(PROBLEM, "GET");

        assertThat(headers).containsEntry("Vary", List.of("Origin", "Accept"));
    }

    @Test
    void aHeadRequestGetsNoBody() throws IOException {
        send(PROBLEM, "HEAD");

        assertThat(length).isEqualTo(PROBLEM.at("/here").toJson().length());
        assertThat(text()).isEmpty();
    }

    private String text() {
        return body.text();
    }

    private void send(Problem problem, String method) throws IOException {
        Map<String, String> requested = Map.of("getMethod", method, "getRequestURI", "/here");
        ProblemResponse.send(
                problem,
                fake(HttpServletRequest.class, (proxy, getter, arguments) -> requested.get(getter.getName())),
                fake(HttpServletResponse.class, (proxy, call, arguments) -> {
                    switch (call.getName()) {
                        case "setStatus" -> status = arguments[0];
                        case "setContentLength" -> length = arguments[0];
                        case "setHeader" ->
                            headers.put((String) arguments[0], new ArrayList<>(List.of((String) arguments[1])));
                        case "addHeader" ->
                            headers.computeIfAbsent((String) arguments[0], name -> new ArrayList<>())
                                    .add((String) arguments[1]);
                        default -> {}
                    }
                    return switch (call.getName()) {
                        case "getOutputStream" -> body;
                        case "getHeaders" -> headers.getOrDefault((String) arguments[0], List.of());
                        default -> null;
                    };
                }));
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
