package io.marketbell.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyFilterTest {
    private final BodyBudget budget = new BodyBudget(100_000);
    private final BodyFilter filter = new BodyFilter(budget, new BodiesInFlight(1), 60);
    private final Map<String, Object> attributes = new HashMap<>();
    private final List<AsyncListener> listeners = new ArrayList<>();
    private final Map<String, Object> answer = new HashMap<>();
    private String method = "POST";
    private String user = "alice";
    private boolean async;
    private boolean answered;

    private final HttpServletRequest request = proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
        case "getMethod" -> method;
        case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
        case "getAttribute" -> attributes.get((String) arguments[0]);
        case "getInputStream" ->
            new ServletInputStream() {
                @Override
                public int read() {
                    return -1;
                }

                @Override
                public boolean isFinished() {
                    return true;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {}
            };
        case "getUserPrincipal" -> (Principal) () -> user;
        case "getRequestURI" -> "/api/v1/notifications";
        case "isAsyncStarted" -> async;
        case "getAsyncContext" -> context();
        default -> null;
    });

    private final HttpServletResponse response = proxy(HttpServletResponse.class, (name, arguments) -> switch (name) {
        case "setHeader" -> answer.put((String) arguments[0], arguments[1]);
        case "setStatus" -> answer.put("status", arguments[0]);
        case "getOutputStream" ->
            new ServletOutputStream() {
                @Override
                public void write(int one) {}

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {}
            };
        default -> null;
    });

    private AsyncContext context() {
        if (answered) {
            throw new IllegalStateException("planted");
        }
        return proxy(AsyncContext.class, (name, arguments) -> {
            if (name.equals("addListener")) {
                listeners.add((AsyncListener) arguments[0]);
            }
            return null;
        });
    }

    private void read(long bytes) throws Exception {
        pass((request, response) -> BodyReservation.of(request).charge(bytes));
    }

    private void pass(FilterChain chain) throws Exception {
        filter.doFilter(request, response, chain);
    }

    @Test
    void bytesAreReturnedWhenTheRequestIsAnswered() throws Exception {
        pass((request, response) -> {
            BodyReservation.of(request).charge(50_000);
            assertThat(budget.used()).isEqualTo(50_000);
        });
        assertThat(budget.used()).isZero();
    }

    @Test
    void bytesAreReturnedWhenTheRequestFails() {
        assertThatThrownBy(() -> pass((request, response) -> {
                    BodyReservation.of(request).charge(50_000);
                    throw new IOException("planted");
                }))
                .hasMessage("planted");
        assertThat(budget.used()).isZero();
    }

    @Test
    void anAsynchronousRequestKeepsItsBytesUntilItsResponse() throws Exception {
        async = true;
        read(50_000);
        assertThat(budget.used()).isEqualTo(50_000);

        listeners.get(0).onComplete(new AsyncEvent(context()));
        assertThat(budget.used()).isZero();
    }

    @Test
    void anAlreadyAnsweredRequestKeepsNoBytes() throws Exception {
        async = true;
        answered = true;
        read(50_000);

        assertThat(budget.used()).isZero();
    }

    @Test
    void anotherBodyOfTheSameUserInTransitIsA429() throws Exception {
        pass((outer, unused) -> {
            assertThatCode(() -> read(1)).doesNotThrowAnyException();
            assertThat(answer).containsEntry("status", 429).containsEntry("Retry-After", "5");
            answer.clear();
            user = "bob";
            assertThatCode(() -> read(1)).doesNotThrowAnyException();
            assertThat(answer).isEmpty();
        });
    }

    @Test
    void aBodyThatHasArrivedCompletelyIsNotInTransit() throws Exception {
        pass((outer, unused) -> {
            outer.getInputStream().readAllBytes();
            assertThatCode(() -> read(1)).doesNotThrowAnyException();
        });
        assertThat(answer).isEmpty();
    }

    @Test
    void theBodyOfAGetIsNotLimited() throws Exception {
        method = "GET";
        pass((passed, response) -> assertThat(passed).isSameAs(request));
        assertThat(attributes).isEmpty();
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
