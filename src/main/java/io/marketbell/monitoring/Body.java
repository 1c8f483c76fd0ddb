package io.marketbell.monitoring;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The envelope of all reads, as OpenAPI describes it; the bodies themselves are built, not bound. */
@Schema(
        name = "MonitoringBody",
        type = SchemaType.OBJECT,
        description = "Figures of one node, of the time of a snapshot",
        requiredProperties = {"as_of", "age_ms", "window_seconds", "node", "data"})
final class Body {
    @Schema(name = "as_of", description = "When the snapshot was made", example = "2026-11-23T10:15:30.004Z")
    public java.time.Instant asOf;

    @Schema(name = "age_ms", description = "How old it was when this body was made; Age adds to it", example = "2412")
    public long ageMillis;

    @Schema(name = "window_seconds", description = "The time that counts and percentiles are about", example = "60")
    public long windowSeconds;

    @Schema(description = "Which node tells", example = "marketbell-0")
    public String node;

    @Schema(type = SchemaType.OBJECT, description = "The figures: docs/monitoring.md")
    public Object data;

    private Body() {}
}
