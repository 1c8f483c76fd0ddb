package io.marketbell.http.trace;

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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceFilterTest {
    private static final String CALLERS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SERVERS = "0af7651916cd43dd8448eb211c80319c";
    private static final String FROM_A_TRACE = "00-" + CALLERS + "-00f067aa0ba902b7-01";

    private final TraceFilter filter = new TraceFilter();

    @BeforeEach
    void start() {
        filter.init();
    }

    @AfterEach
    void stop() {
        filter.destroy();
    }

    /** Returns the fields of a log line written while a request with this header is handled. */
    private Map<String, String> loggedDuring(String traceparent) throws Exception {
        Map<String, String> fields = new HashMap<>();
        filter.doFilter(request(traceparent), null, (request, response) -> fields.putAll(loggedNow()));
        return fields;
    }

    private static HttpServletRequest request(String traceparent) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                TraceFilterTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> "traceparent".equals(arguments[0]) ? traceparent : null);
    }

    private static Map<String, String> loggedNow() {
        Map<String, String> fields = new HashMap<>();
        LogRecordContext.getExtensions(fields);
        return fields;
    }

    @Test
    void logLinesCarryTheCallersTraceOnlyDuringItsRequest() throws Exception {
        assertThat(loggedDuring(FROM_A_TRACE)).containsEntry("trace_id", CALLERS);
        assertThat(loggedNow()).doesNotContainKey("trace_id");
    }

    @Test
    void aFailedRequestLeavesNoTraceIdOnTheThread() {
        assertThatThrownBy(() -> filter.doFilter(request(FROM_A_TRACE), null, (request, response) -> {
                    throw new ServletException("planted");
                }))
                .isInstanceOf(ServletException.class);

        assertThat(loggedNow()).doesNotContainKey("trace_id");
    }

    @Test
    void withoutATraceNothingIsAdded() throws Exception {
        assertThat(loggedDuring(null)).doesNotContainKey("trace_id");
        assertThat(loggedDuring("00-nonsense\n-1")).doesNotContainKey("trace_id");
    }

    @Test
    void theServersSpanTakesPrecedence() throws Exception {
        SpanContext span =
                SpanContext.create(SERVERS, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
        try (Scope current = Span.wrap(span).makeCurrent()) {
            assertThat(current).isNotNull();
            assertThat(loggedDuring(FROM_A_TRACE)).containsEntry("trace_id", SERVERS);
            assertThat(loggedDuring(null)).containsEntry("trace_id", SERVERS);
        }
    }
}
