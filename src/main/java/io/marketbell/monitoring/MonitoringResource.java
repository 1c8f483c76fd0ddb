package io.marketbell.monitoring;

import io.marketbell.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the node fares, for operators: docs/monitoring.md. Longer than other classes for what it says to OpenAPI. */
@Path("/monitoring")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "monitoring")
public class MonitoringResource {
    private static final String ENVELOPE = "The figures, in the envelope that all these reads share";
    private static final String WINDOW = "What counts and percentiles are about";
    private static final String ETAG = "ETag";
    private static final String AGE = "Age";
    private static final String CSV = "text/csv";
    private static final String OPENMETRICS = "application/openmetrics-text";

    private final Pages pages;
    private final InstantSource clock = InstantSource.system();

    /** For the container only, which looks for it. */
    public MonitoringResource() {
        this(null);
    }

    @Inject
    MonitoringResource(Pages pages) {
        this.pages = pages;
    }

    @GET
    @Path("/summary")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @Operation(operationId = "monitoringSummary", summary = "Whether all is well, on one page")
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringSummaryBody"),
                            examples = @ExampleObject(name = "healthy", value = Examples.SUMMARY)))
    public Response summary(@Context UriInfo uri, @Context Request request) {
        return answer(request, (query, moment) -> SummaryRead.of(query), uri);
    }

    @GET
    @Path("/api")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @Operation(operationId = "monitoringApi", summary = "Requests, by method and route, the busiest first")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = WINDOW,
            example = "5m",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"1m", "5m", "1h"},
                            defaultValue = "1m"))
    @Parameter(
            name = "route",
            in = ParameterIn.QUERY,
            description = "A route's template, or static or unmatched; all where it is left out",
            example = "/api/v1/notifications",
            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringApiBody"),
                            examples = @ExampleObject(name = "five minutes", value = Examples.API)))
    public Response api(@Context UriInfo uri, @Context Request request) {
        return answer(request, ApiRead::of, uri);
    }

    @GET
    @Path("/trading")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "monitoringTrading", summary = "Orders and trades")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = WINDOW,
            example = "1h",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"1m", "5m", "1h"},
                            defaultValue = "1m"))
    @Parameter(
            name = "instrument",
            in = ParameterIn.QUERY,
            description = "One that is counted by itself, or _other; all where it is left out",
            example = "AAPL",
            schema = @Schema(type = SchemaType.STRING, maxLength = 64))
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringTradingBody"),
                            examples = @ExampleObject(name = "an hour", value = Examples.TRADING)))
    public Response trading(@Context UriInfo uri, @Context Request request) {
        return answer(request, TradingRead::of, uri);
    }

    @GET
    @Path("/websocket")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @Operation(
            operationId = "monitoringWebsocket",
            summary = "The readers, one by one",
            description = "Over WebSocket and event streams; with state=closed those that were closed last, and why.")
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "The greatest first; queue for open ones where it is left out, latest for closed ones",
            example = "delay",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"queue", "delay", "messages", "latest"}))
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Whether those that are connected are meant, or those that were closed last",
            example = "open",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"open", "closed"},
                            defaultValue = "open"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "At most so many",
            example = "50",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            maximum = "" + SocketsRead.MOST,
                            defaultValue = "100"))
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringWebsocketBody"),
                            examples = @ExampleObject(name = "closed ones", value = Examples.WEBSOCKET)))
    public Response websocket(@Context UriInfo uri, @Context Request request) {
        return answer(request, (query, moment) -> SocketsRead.of(query), uri);
    }

    @GET
    @Path("/database")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @Operation(operationId = "monitoringDatabase", summary = "Work in the database")
    @Parameter(
            name = "window",
            in = ParameterIn.QUERY,
            description = WINDOW,
            example = "5m",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"1m", "5m", "1h"},
                            defaultValue = "1m"))
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringDatabaseBody"),
                            examples = @ExampleObject(name = "a minute", value = Examples.DATABASE)))
    public Response database(@Context UriInfo uri, @Context Request request) {
        return answer(request, (query, moment) -> DatabaseRead.of(query), uri);
    }

    @GET
    @Path("/metrics")
    @Produces({MediaType.APPLICATION_JSON, CSV, OPENMETRICS})
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "monitoringMetrics", summary = "Every series there is, or those of some metrics")
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Several separated by commas; all where it is left out. 404 for one that is not there",
            example = "marketbell_orders_total",
            schema = @Schema(type = SchemaType.STRING, maxLength = 2048))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "Of the answer; Accept has to allow it",
            example = "json",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "csv", "openmetrics"},
                            defaultValue = "json"))
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE + "; or a text",
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(ref = "MonitoringMetricsBody"),
                        examples = @ExampleObject(name = "a counter", value = Examples.METRICS)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "a counter", value = Examples.METRICS_CSV)),
                @Content(
                        mediaType = OPENMETRICS,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "a counter", value = Examples.METRICS_OPEN))
            })
    public Response metrics(@Context UriInfo uri, @Context Request request) {
        return answer(request, (query, moment) -> MetricsRead.of(query), uri);
    }

    @GET
    @Path("/series")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(
            operationId = "monitoringSeries",
            summary = "How figures of a metric developed, in columns ready to plot",
            description = "Kept in steps of ten seconds for an hour and of a minute for a day; 1,500 points at most.")
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            required = true,
            description = "404 for one that is not there",
            example = "marketbell_ws_delivery_duration_seconds",
            schema = @Schema(type = SchemaType.STRING, maxLength = 100))
    @Parameter(
            name = "figure",
            in = ParameterIn.QUERY,
            description = "The first that the metric has where it is left out",
            example = "quantile",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"quantile", "mean", "rate", "count", "value"}))
    @Parameter(
            name = "quantile",
            in = ParameterIn.QUERY,
            description = "Of 0.5, 0.95, 0.99, 0.999 and 1, several separated by commas",
            example = "0.5,0.95",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40, defaultValue = "0.95"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "One of the metric's tags: a column for each of its values",
            example = "priority",
            schema = @Schema(type = SchemaType.STRING, maxLength = 64))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "A time, or seconds since 1970; an hour before to where it is left out",
            example = "2026-11-23T09:15:30Z",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "A time, or seconds since 1970; now where it is left out",
            example = "2026-11-23T10:15:30Z",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40))
    @Parameter(
            name = "step",
            in = ParameterIn.QUERY,
            description = "Seconds, or such as PT30S; 10 or more",
            example = "10",
            schema = @Schema(type = SchemaType.STRING, maxLength = 40))
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringSeriesBody"),
                            examples = @ExampleObject(name = "two quantiles", value = Examples.SERIES)))
    public Response series(@Context UriInfo uri, @Context Request request) {
        return answer(request, SeriesRead::of, uri);
    }

    @GET
    @Path("/health")
    @Produces(HealthRead.MEDIA_TYPE)
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @Operation(
            operationId = "monitoringHealth",
            summary = "Health as draft-inadarei-api-health-check has it",
            description = "For orchestrators there are /health/started, /health/live and /health/ready.")
    @APIResponse(
            responseCode = "200",
            description = "pass: healthy, or warn: degraded",
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = HealthRead.MEDIA_TYPE,
                            schema = @Schema(ref = "MonitoringHealthBody"),
                            examples = @ExampleObject(name = "degraded", value = Examples.HEALTH)))
    @APIResponse(
            responseCode = "503",
            description = "fail: unhealthy, the same body; or a problem, where the credential cannot be checked now",
            headers = @Header(name = "Retry-After", ref = "Retry-After"),
            content = {
                @Content(
                        mediaType = HealthRead.MEDIA_TYPE,
                        schema = @Schema(ref = "MonitoringHealthBody"),
                        examples = @ExampleObject(name = "unhealthy", value = Examples.ILL_HEALTH)),
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(ref = "Problem"),
                        examples = @ExampleObject(name = "unavailable", value = Examples.UNAVAILABLE))
            })
    public Response health(@Context UriInfo uri, @Context Request request) {
        return answer(request, (query, moment) -> HealthRead.of(query), uri);
    }

    @GET
    @Path("/alerts")
    @RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @APIResponse(responseCode = "304", ref = "NotModified")
    @Operation(operationId = "monitoringAlerts", summary = "Every alert there is, those that fire first")
    @APIResponse(
            responseCode = "200",
            description = ENVELOPE,
            headers = {@Header(name = ETAG, ref = ETAG), @Header(name = AGE, ref = AGE)},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "MonitoringAlertsBody"),
                            examples = @ExampleObject(name = "one fires", value = Examples.ALERTS)))
    public Response alerts(@Context UriInfo uri, @Context Request request) {
        return answer(request, (query, moment) -> AlertsRead.of(query), uri);
    }

    private Response answer(Request request, BiFunction<Query, Moment, Read> reading, UriInfo uri) {
        Moment moment = pages.now();
        Page page = pages.page(reading.apply(new Query(uri.getQueryParameters()), moment), moment);
        EntityTag tag = new EntityTag(page.tag());
        Response.ResponseBuilder unchanged = page.isGood() ? request.evaluatePreconditions(tag) : null;
        Response.ResponseBuilder answer = unchanged == null
                ? Response.status(page.status()).type(page.mediaType()).entity(page.body())
                : unchanged;
        if (!page.isGood()) {
            // as with every 503; there is nothing new before the next snapshot
            answer.header(HttpHeaders.RETRY_AFTER, Pages.INTERVAL.toSeconds());
        }
        return answer.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(AGE, page.age(clock.instant()).toSeconds())
                .build();
    }
}
