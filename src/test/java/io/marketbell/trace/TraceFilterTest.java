package io.marketbell.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceFilterTest {
    private static final String CALLERS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SERVERS = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final Map<String, String> FROM_A_TRACE =
            Map.of("traceparent", "00-" + CALLERS + "-00f067aa0ba902b7-01", "accept", "*/*");

    private final Map<String, String> logged = new HashMap<>();
    private HttpServletRequest seen;

    private void pass(Map<String, String> headers) throws Exception {
        new TraceFilter().doFilter(request(headers), null, (request, response) -> {
            seen = (HttpServletRequest) request;
            LogRecordContext.getExtensions(logged);
        });
    }

    private static HttpServletRequest request(Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                TraceFilterTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getHeaders" ->
                        Collections.enumeration(
                                headers.containsKey(arguments[0]) ? List.of(headers.get(arguments[0])) : List.of());
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Map<String, String> loggedNow() {
        Map<String, String> fields = new HashMap<>();
        LogRecordContext.getExtensions(fields);
        return fields;
    }

    @Test
    void logLinesCarryTheTraceThatTheCallerToldAndOnlyWhileItIsServed() throws Exception {
        pass(FROM_A_TRACE);

        assertThat(logged).containsEntry("trace_id", CALLERS);
        assertThat(loggedNow()).doesNotContainKey("trace_id");
    }

    @Test
    void theNextRequestOfTheThreadHasNothingOfAFailedOne() {
        assertThatThrownBy(() -> new TraceFilter().doFilter(request(FROM_A_TRACE), null, (request, response) -> {
                    throw new ServletException("planted");
                }))
                .isInstanceOf(ServletException.class);

        assertThat(loggedNow()).doesNotContainKey("trace_id");
    }

    @Test
    void withoutATraceNothingIsAdded() throws Exception {
        pass(Map.of());
        assertThat(logged).doesNotContainKey("trace_id");

        pass(Map.of("traceparent", "00-nonsense\n-1"));
        assertThat(logged).doesNotContainKey("trace_id");
    }

    @Test
    void theServersSpanIsWhatAllOthersAreTold() throws Exception {
        SpanContext span = SpanContext.create(SERVERS, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
        try (Scope current = Span.wrap(span).makeCurrent()) {
            assertThat(current).isNotNull();
            pass(FROM_A_TRACE);
        }
        String traceparent = "00-" + SERVERS + '-' + SPAN + "-01";

        assertThat(logged).containsEntry("trace_id", SERVERS);
        assertThat(seen.getHeader("TraceParent")).isEqualTo(traceparent);
        assertThat(Collections.list(seen.getHeaders("traceparent"))).containsExactly(traceparent);
        assertThat(Collections.list(seen.getHeaderNames())).containsExactlyInAnyOrder("accept", "traceparent");
        assertThat(seen.getHeader("accept")).isEqualTo("*/*");
        assertThat(Collections.list(seen.getHeaders("accept"))).containsExactly("*/*");
    }
}
