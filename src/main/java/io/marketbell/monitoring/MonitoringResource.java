package io.marketbell.monitoring;

import io.marketbell.cluster.NodeReports;
import io.marketbell.identity.Role;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.NodesReport;
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
    private final NodeReports nodes;

    /** Required by the container to discover the class. */
    public MonitoringResource() {
        this(null, null);
    }

    @Inject
    MonitoringResource(ReportResponses responses, NodeReports nodes) {
        this.responses = responses;
        this.nodes = nodes;
    }

    @GET
    @Path("/summary")
    @Operation(operationId = "monitoringSummary", summary = "Returns an overview of the node or the cluster")
    @Parameter(ref = "MonitoringScope")
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
    @Parameter(ref = "MonitoringScope")
    @APIResponse(responseCode = "200", ref = "MonitoringHealth")
    @APIResponse(responseCode = "503", ref = "MonitoringUnhealthy")
    public Response health(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> HealthReport.of(query));
    }

    @GET
    @Path("/alerts")
    @Operation(operationId = "monitoringAlerts", summary = "Lists all alerts, firing ones first")
    @Parameter(ref = "MonitoringScope")
    @APIResponse(responseCode = "200", ref = "MonitoringAlerts")
    public Response alerts(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> AlertsReport.of(query));
    }

    @GET
    @Path("/nodes")
    @Operation(
            operationId = "monitoringNodes",
            summary = "Lists the nodes of the cluster",
            description = "Each node reports about itself every two seconds. A single node lists itself.")
    @APIResponse(responseCode = "200", ref = "MonitoringNodes")
    public Response nodes(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> NodesReport.of(query, nodes.latest()));
    }

    @GET
    @Path("/api")
    @Operation(operationId = "monitoringApi", summary = "Requests by method and route")
    @Parameter(ref = "MonitoringWindow")
    @Parameter(ref = "MonitoringRoute")
    @Parameter(ref = "MonitoringScope")
    @APIResponse(responseCode = "200", ref = "MonitoringApi")
    public Response api(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, ApiReport::of);
    }

    @GET
    @Path("/trading")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "monitoringTrading", summary = "Orders and trades")
    @Parameter(ref = "MonitoringTradingWindow")
    @Parameter(ref = "MonitoringInstrument")
    @Parameter(ref = "MonitoringScope")
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
    @Parameter(ref = "MonitoringSort")
    @Parameter(ref = "MonitoringState")
    @Parameter(ref = "MonitoringLimit")
    @Parameter(ref = "MonitoringScope")
    @APIResponse(responseCode = "200", ref = "MonitoringWebsocket")
    public Response websocket(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> SocketsReport.of(query));
    }

    @GET
    @Path("/database")
    @Operation(operationId = "monitoringDatabase", summary = "Database calls by operation")
    @Parameter(ref = "MonitoringWindow")
    @Parameter(ref = "MonitoringScope")
    @APIResponse(responseCode = "200", ref = "MonitoringDatabase")
    public Response database(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> DatabaseReport.of(query));
    }

    @GET
    @Path("/metrics")
    @Produces({MediaType.APPLICATION_JSON, CSV, OPENMETRICS})
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "monitoringMetrics", summary = "Returns all series, or those of the named metrics")
    @Parameter(ref = "MonitoringName")
    @Parameter(ref = "MonitoringFormat")
    @Parameter(ref = "MonitoringScope")
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
    @Parameter(ref = "MonitoringMetric")
    @Parameter(ref = "MonitoringFigure")
    @Parameter(ref = "MonitoringQuantile")
    @Parameter(ref = "MonitoringBy")
    @Parameter(ref = "MonitoringFrom")
    @Parameter(ref = "MonitoringTo")
    @Parameter(ref = "MonitoringStep")
    @Parameter(ref = "MonitoringScope")
    @APIResponse(responseCode = "200", ref = "MonitoringSeries")
    public Response series(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, SeriesReport::of);
    }
}
