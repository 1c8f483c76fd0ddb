package io.marketbell.monitoring;

import io.marketbell.identity.Role;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.SeriesReport;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The raw metrics, for operators and their programs. See docs/reference/monitoring.md. */
@Path("/monitoring")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
@Tag(name = "monitoring")
@APIResponse(responseCode = "304", ref = "NotModified")
public class FiguresResource {
    private static final String CSV = "text/csv";
    private static final String OPENMETRICS = "application/openmetrics-text";

    private final ReportResponses responses;

    /** Required by the container to discover the class. */
    public FiguresResource() {
        this(null);
    }

    @Inject
    FiguresResource(ReportResponses responses) {
        this.responses = responses;
    }

    @GET
    @Path("/metrics")
    @Produces({MediaType.APPLICATION_JSON, CSV, OPENMETRICS})
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "monitoringMetrics", summary = "Returns all series, or those of the named metrics")
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Metric names separated by commas; defaults to all. 404 for an unknown name",
            example = "marketbell_orders_total",
            schema = @Schema(type = SchemaType.STRING, maxLength = 2048))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "Format of the response; Accept has to allow it",
            example = "json",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "csv", "openmetrics"},
                            defaultValue = "json"))
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE + "; or text",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(ref = "MonitoringMetricsBody"),
                        examples = @ExampleObject(name = "a counter", value = ReportExamples.METRICS)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "a counter", value = ReportExamples.METRICS_CSV)),
                @Content(
                        mediaType = OPENMETRICS,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "a counter", value = ReportExamples.METRICS_OPEN))
            })
    public Response metrics(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> MetricsReport.of(query));
    }

    @GET
    @Path("/series")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(
            operationId = "monitoringSeries",
            summary = "Returns the history of a metric in columns ready to plot",
            description = "Stored in steps of ten seconds for an hour and of a minute for a day; at most 1,500 points.")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            required = true,
            description = "Metric name; 404 for an unknown one",
            example = "marketbell_ws_delivery_duration_seconds",
            schema = @Schema(type = SchemaType.STRING, maxLength = 100))
    @Parameter(
            name = "figure",
            in = ParameterIn.QUERY,
            description = "Figure to return; defaults to the first of the metric's kind",
            example = "quantile",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"quantile", "mean", "rate", "count", "value"}))
    @Parameter(
            name = "quantile",
            in = ParameterIn.QUERY,
            description = "One or more of 0.5, 0.95, 0.99, 0.999 and 1, separated by commas",
            example = "0.5,0.95",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40, defaultValue = "0.95"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "One of the tags of the metric: one column per value",
            example = "priority",
            schema = @Schema(type = SchemaType.STRING, maxLength = 64))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "RFC 3339 time or seconds since 1970; defaults to one hour before to",
            example = "2026-11-23T09:15:30Z",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "RFC 3339 time or seconds since 1970; defaults to now",
            example = "2026-11-23T10:15:30Z",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40))
    @Parameter(
            name = "step",
            in = ParameterIn.QUERY,
            description = "Seconds or a duration such as PT30S; at least 10 seconds",
            example = "10",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40))
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringSeriesBody"),
                            examples = @ExampleObject(name = "two quantiles", value = ReportExamples.SERIES)))
    public Response series(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, SeriesReport::of);
    }
}
