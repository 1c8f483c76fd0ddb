package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.trace.TraceId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7-00",
                "01-" + ID + "-00f067aa0ba902b7-01-later"
            })
    void isTakenFromTheRequest(String traceparent) {
        assertThat(TraceId.of(traceparent)).isEqualTo(ID);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + ID + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-" + ID,
                "' OR 1=1"
            })
    void isNewIfTheRequestHasNoValidOne(String traceparent) {
        assertThat(TraceId.of(traceparent))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(ID)
                .isNotEqualTo(TraceId.of(traceparent));
    }

    @Test
    void isTakenFromTheServerSpanIfThereIsOne() {
        String spans = "0af7651916cd43dd8448eb211c80319c";
        Span span = Span.wrap(
                SpanContext.create(spans, "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault()));

        String found =
                Context.root().with(span).wrapSupplier(() -> TraceId.of(null)).get();

        assertThat(found).isEqualTo(spans);
    }

    @Test
    void longDetailsAreTruncated() {
        assertThat(new AuditEvent("a", "b", "c", "d".repeat(2_000), ID).detail())
                .hasSize(AuditEvent.MAX_DETAIL);
        assertThat(new AuditEvent("a", "b", "c".repeat(2_000), "d", ID).target())
                .hasSize(AuditEvent.MAX_TARGET);
    }
}
