package io.marketbell.monitoring;

import io.marketbell.identity.Role;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.SeriesReport;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.SummaryReport;
import io.marketbell.monitoring.report.TradingReport;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** All monitoring reads except the stream, for operators and their programs. See docs/reference/monitoring.md. */
@Path("/monitoring")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
@Tag(name = "monitoring")
@APIResponse(responseCode = "304", ref = "NotModified")
public class MonitoringResource {
    private static final String CSV = "text/csv";
    private static final String OPENMETRICS = "application/openmetrics-text";

    private final ReportResponses responses;

    /** Required by the container to discover the class. */
    public MonitoringResource() {
        this(null);
    }

    @Inject
    MonitoringResource(ReportResponses responses) {
        this.responses = responses;
    }

    @GET
    @Path("/summary")
    @Operation(operationId = "monitoringSummary", summary = "Returns an overview of the node")
    @APIResponse(responseCode = "200", ref = "MonitoringSummary")
    public Response summary(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> SummaryReport.of(query));
    }

    @GET
    @Path("/health")
    @Produces(HealthReport.MEDIA_TYPE)
    @Operation(
            operationId = "monitoringHealth",
            summary = "Health in the format of draft-inadarei-api-health-check",
            description = "Orchestrators use /health/started, /health/live and /health/ready.")
    @APIResponse(responseCode = "200", ref = "MonitoringHealth")
    @APIResponse(responseCode = "503", ref = "MonitoringUnhealthy")
    public Response health(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> HealthReport.of(query));
    }

    @GET
    @Path("/alerts")
    @Operation(operationId = "monitoringAlerts", summary = "Lists all alerts, firing ones first")
    @APIResponse(responseCode = "200", ref = "MonitoringAlerts")
    public Response alerts(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> AlertsReport.of(query));
    }

    @GET
    @Path("/api")
    @Operation(operationId = "monitoringApi", summary = "Requests by method and route")
    @Parameter(name = "window", in = ParameterIn.QUERY)
    @Parameter(
            name = "route",
            in = ParameterIn.QUERY,
            description = "Route template, static or unmatched; defaults to all",
            example = "/api/v1/notifications",
            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
    @APIResponse(responseCode = "200", ref = "MonitoringApi")
    public Response api(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, ApiReport::of);
    }

    @GET
    @Path("/trading")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "monitoringTrading", summary = "Orders and trades")
    @Parameter(name = "window", in = ParameterIn.QUERY, example = "1h")
    @Parameter(
            name = "instrument",
            in = ParameterIn.QUERY,
            description = "A separately counted instrument, or _other; defaults to all",
            example = "AAPL",
            schema = @Schema(type = SchemaType.STRING, maxLength = 64))
    @APIResponse(responseCode = "200", ref = "MonitoringTrading")
    public Response trading(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, TradingReport::of);
    }

    @GET
    @Path("/websocket")
    @Operation(
            operationId = "monitoringWebsocket",
            summary = "Lists connections",
            description =
                    "WebSockets and event streams; with state=closed the most recently closed ones with their close reasons.")
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "Sort key, descending; defaults to queue for open connections and latest for closed ones",
            example = "delay",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"queue", "delay", "messages", "latest"}))
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Open connections or the most recently closed ones",
            example = "open",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"open", "closed"},
                            defaultValue = "open"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Maximum number of results",
            example = "50",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            maximum = "" + SocketsReport.MOST,
                            defaultValue = "100"))
    @APIResponse(responseCode = "200", ref = "MonitoringWebsocket")
    public Response websocket(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> SocketsReport.of(query));
    }

    @GET
    @Path("/database")
    @Operation(operationId = "monitoringDatabase", summary = "Database calls by operation")
    @Parameter(name = "window", in = ParameterIn.QUERY)
    @APIResponse(responseCode = "200", ref = "MonitoringDatabase")
    public Response database(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> DatabaseReport.of(query));
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
    @APIResponse(responseCode = "200", ref = "MonitoringMetrics")
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
    @APIResponse(responseCode = "200", ref = "MonitoringSeries")
    public Response series(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, SeriesReport::of);
    }
}
