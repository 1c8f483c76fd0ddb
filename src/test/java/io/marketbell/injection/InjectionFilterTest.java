package io.marketbell.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.route.Routes;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InjectionFilterTest {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, Object> answer = new HashMap<>();
    private final List<String> headers = new ArrayList<>();
    private final InjectionFilter filter =
            new InjectionFilter(new InjectionGuard(InjectionMode.BLOCK, InjectionMode.BLOCK), new Routes(List.of()));

    @Test
    void aRefusalHasAllMembersOfAProblemAndIsNotCached() throws Exception {
        filter.doFilter(request("/api/v1/notifications", "type=x'+or+1=1--"), response(), (request, response) -> {
            throw new IllegalStateException("it was let through");
        });

        assertThat(body.toString(StandardCharsets.UTF_8))
                .contains("\"type\":\"/problems/suspicious-input\"", "\"title\":", "\"detail\":", "\"errors\":[")
                .contains("\"status\":400", "\"instance\":\"/api/v1/notifications\"");
        assertThat(answer).containsEntry("Cache-Control", "no-store");
    }

    /** Each header is within the server's limit; inspecting all of them would occupy a processor for seconds. */
    @Test
    void manyLongHeadersAreRefusedWithoutBeingInspected() throws Exception {
        for (int i = 0; i < 3; i++) {
            headers.add("X-Long-" + i);
        }

        filter.doFilter(request("/api/v1/me", null), response(), (request, response) -> {
            throw new IllegalStateException("it was let through");
        });

        assertThat(body.toString(StandardCharsets.UTF_8))
                .contains("\"status\":431", "\"type\":\"/problems/too-large\"", "\"instance\":\"/api/v1/me\"");
    }

    private HttpServletRequest request(String path, String query) {
        return proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getMethod" -> "GET";
            case "getRequestURI", "getServletPath" -> path;
            case "getQueryString" -> query;
            case "getHeaderNames" -> Collections.enumeration(headers);
            case "getHeaders" -> Collections.enumeration(List.of("x".repeat(12_000)));
            default -> null;
        });
    }

    private HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (name, arguments) -> {
            if (name.equals("setHeader")) {
                answer.put((String) arguments[0], arguments[1]);
            }
            return name.equals("getOutputStream") ? new Output() : null;
        });
    }

    private final class Output extends ServletOutputStream {
        @Override
        public void write(int one) {
            body.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) -> answer.to(called.getName(), arguments)));
    }
}
