package io.marketbell.audit;

import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A recorded event with its id and time. */
@Schema(
        name = "AuditEntry",
        requiredProperties = {"id", "at", "who", "action", "target", "trace_id"})
public record AuditEntry(
        long id,
        Instant at,
        String who,
        String action,
        String target,
        String detail,
        @JsonbProperty("trace_id") String traceId) {}
