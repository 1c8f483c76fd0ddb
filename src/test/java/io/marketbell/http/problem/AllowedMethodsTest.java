package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedMethodsTest {
    private final Map<String, Object> answer = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aPageAnswersGetAndHeadItself(String method) throws IOException {
        assertThat(answers(AllowedMethods.PAGE, method)).isFalse();
        assertThat(answer).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "FOO", "get"})
    void otherMethodsAreRefusedWithTheAllowedOnes(String method) throws IOException {
        assertThat(answers(AllowedMethods.PAGE, method)).isTrue();
        assertThat(answer).containsEntry("setStatus", 405).containsEntry("Allow", "GET, HEAD");
        assertThat(AllowedMethods.PAGE.problem(method).detail())
                .isEqualTo(method + " is not supported on this resource; allowed: GET, HEAD");
    }

    @Test
    void aStreamRefusesHeadAndAnswersOptions() throws IOException {
        assertThat(answers(AllowedMethods.STREAM, "GET")).isFalse();
        assertThat(answers(AllowedMethods.STREAM, "HEAD")).isTrue();
        assertThat(answer).containsEntry("setStatus", 405).containsEntry("Allow", "GET, OPTIONS");
        assertThat(answers(AllowedMethods.STREAM, "OPTIONS")).isTrue();
        assertThat(answer).containsEntry("setStatus", 204).containsEntry("Allow", "GET, OPTIONS");
    }

    private boolean answers(AllowedMethods allowed, String method) throws IOException {
        answer.clear();
        HttpServletRequest request = fake(HttpServletRequest.class, (name, arguments) -> method);
        HttpServletResponse response = fake(HttpServletResponse.class, (name, arguments) -> {
            if (name.equals("getOutputStream")) {
                return new Nowhere();
            }
            answer.put(arguments.length == 2 ? (String) arguments[0] : name, arguments[arguments.length - 1]);
            return null;
        });
        return allowed.answer(request, response);
    }

    private interface Handler {
        Object call(String name, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.call(method.getName(), arguments)));
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int octet) {
            // discards the output
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
}
