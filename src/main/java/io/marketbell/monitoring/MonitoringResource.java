package io.marketbell.monitoring;

import io.marketbell.identity.Role;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.SummaryReport;
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
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Overall state of the node, for operators. See docs/reference/monitoring.md. */
@Path("/monitoring")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
@Tag(name = "monitoring")
@APIResponse(responseCode = "304", ref = "NotModified")
public class MonitoringResource {
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
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringSummaryBody"),
                            examples = @ExampleObject(name = "healthy", value = ReportExamples.SUMMARY)))
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
    @APIResponse(
            responseCode = "200",
            description = "pass: healthy, or warn: degraded",
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringHealthBody"),
                            examples = @ExampleObject(name = "degraded", value = ReportExamples.HEALTH)))
    @APIResponse(
            responseCode = "503",
            description = "fail: unhealthy, with the same body; or a problem if the credential cannot be checked",
            headers = @Header(name = "Retry-After", ref = "Retry-After"),
            content = {
                @Content(
                        mediaType = HealthReport.MEDIA_TYPE,
                        schema = @Schema(ref = "MonitoringHealthBody"),
                        examples = @ExampleObject(name = "unhealthy", value = ReportExamples.ILL_HEALTH)),
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(ref = "Problem"),
                        examples = @ExampleObject(name = "unavailable", value = ReportExamples.UNAVAILABLE))
            })
    public Response health(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> HealthReport.of(query));
    }

    @GET
    @Path("/alerts")
    @Operation(operationId = "monitoringAlerts", summary = "Lists all alerts, firing ones first")
    @APIResponse(
            responseCode = "200",
            description = ReportResponses.ENVELOPE,
            content =
                    @Content(
                            schema = @Schema(ref = "MonitoringAlertsBody"),
                            examples = @ExampleObject(name = "one fires", value = ReportExamples.ALERTS)))
    public Response alerts(@Context UriInfo uri, @Context Request request) {
        return responses.to(request, uri, (query, state) -> AlertsReport.of(query));
    }
}
