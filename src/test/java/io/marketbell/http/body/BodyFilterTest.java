package io.marketbell.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyFilterTest {
    private final BodyBudget budget = new BodyBudget(100_000);
    private final BodyFilter filter = new BodyFilter(budget, 60);
    private final Map<String, Object> attributes = new HashMap<>();
    private final List<AsyncListener> listeners = new ArrayList<>();
    private String method = "POST";
    private boolean async;
    private boolean answered;

    private final HttpServletRequest request = proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
        case "getMethod" -> method;
        case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
        case "getAttribute" -> attributes.get((String) arguments[0]);
        case "isAsyncStarted" -> async;
        case "getAsyncContext" -> context();
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
        filter.doFilter(request, null, chain);
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
