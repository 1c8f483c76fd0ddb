package io.marketbell.monitoring;

import io.marketbell.identity.Role;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.SocketsReport;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Monitoring of requests, trading, clients and the database, for operators. See docs/reference/monitoring.md. */
@Path("/monitoring")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
@Tag(name = "monitoring")
@APIResponse(responseCode = "304", ref = "NotModified")
public class ActivityResource {
    private final ReportResponses responses;

    /** Required by the container to discover the class. */
    public ActivityResource() {
        this(null);
    }

    @Inject
    ActivityResource(ReportResponses responses) {
        this.responses = responses;
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
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringApiBody"),
                            examples = @ExampleObject(name = "five minutes", value = ReportExamples.API)))
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
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringTradingBody"),
                            examples = @ExampleObject(name = "an hour", value = ReportExamples.TRADING)))
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
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringWebsocketBody"),
                            examples = @ExampleObject(name = "closed ones", value = ReportExamples.WEBSOCKET)))
    public Response websocket(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> SocketsReport.of(query));
    }

    @GET
    @Path("/database")
    @Operation(operationId = "monitoringDatabase", summary = "Database calls by operation")
    @Parameter(name = "window", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringDatabaseBody"),
                            examples = @ExampleObject(name = "a minute", value = ReportExamples.DATABASE)))
    public Response database(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> DatabaseReport.of(query));
    }
}
