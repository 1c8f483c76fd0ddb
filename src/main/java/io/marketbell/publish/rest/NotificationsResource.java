package io.marketbell.publish.rest;

import io.marketbell.http.body.BodyReservation;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import io.marketbell.journal.Ledger;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.NotificationService.Status;
import io.marketbell.publish.Publication;
import io.marketbell.publish.PublishCharge;
import io.marketbell.publish.validation.PublishLimits;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The REST resource of notifications: publishing, status, a user's history, and acknowledgements. */
@Path("/notifications")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "notifications")
public class NotificationsResource {
    static final String LINES = "application/x-ndjson";

    private final NotificationService service;
    private final Executor executor;

    @Inject
    public NotificationsResource(NotificationService service, ManagedExecutorService executor) {
        this.service = service;
        this.executor = new ServerThreads(executor);
    }

    /** Required by the container's proxy. */
    protected NotificationsResource() {
        this(null, null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.PUBLISHER_NAME, Role.ADMIN_NAME})
    @Operation(
            operationId = "publishNotifications",
            summary = "Publishes one notification or a batch of up to 1,000",
            description =
                    "A batch has one result per item. The status is 202 if at least one item was accepted; otherwise"
                            + " it is the common status of the rejections, else 400.")
    @APIResponse(responseCode = "202", ref = "Published")
    @APIResponse(responseCode = "409", ref = "KeyReused")
    public CompletionStage<Response> publish(
            @RequestBody(ref = "Publications") InputStream body,
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @Context SecurityContext caller) {
        checkLength(request);
        return publish(PublishRequestReader.json(body, BodyReservation.of(request)), request, uri, caller);
    }

    @POST
    @Consumes(LINES)
    @RolesAllowed({Role.PUBLISHER_NAME, Role.ADMIN_NAME})
    @Operation(hidden = true)
    public CompletionStage<Response> publishLines(
            InputStream body,
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @Context SecurityContext caller) {
        checkLength(request);
        return publish(PublishRequestReader.lines(body, BodyReservation.of(request)), request, uri, caller);
    }

    private CompletionStage<Response> publish(
            PublishRequestReader.Request read, HttpServletRequest http, UriInfo uri, SecurityContext caller) {
        PublishCharge.charge(http, read.items().size());
        PublishRequestReader.Request request = read.within(scope(caller));
        List<Publication> sound = new ArrayList<>(request.items().size());
        for (RequestItem item : request.items()) {
            if (item instanceof RequestItem.Sound readable) {
                sound.add(readable.publication());
            }
        }
        String path = uri.getRequestUri().getRawPath();
        CompletionStage<List<Receipt>> receipts = service.publish(user(caller), sound);
        // No thread waits for a commit: with 32 publishers this gives up to twice the throughput of waiting. The
        // committing thread does not send the response either, because this would delay the next commit.
        return receipts.toCompletableFuture().isDone()
                ? receipts.thenApply(all -> PublishingResponses.published(request, all, path))
                : receipts.thenApplyAsync(all -> PublishingResponses.published(request, all, path), executor);
    }

    @GET
    @RolesAllowed({Role.TRADER_NAME, Role.ADMIN_NAME})
    @Operation(
            operationId = "listNotifications",
            summary = "Returns the caller's durable notifications after an offset",
            description =
                    "For clients that poll instead of connecting. A fetched notification counts as sent when it is"
                            + " acknowledged.")
    @APIResponse(responseCode = "200", ref = "NotificationPage")
    public Response own(
            @Parameter(
                            description = "Offset to continue after, from next_after",
                            example = "0",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int64",
                                            minimum = "0",
                                            maximum = "9223372036854775807",
                                            defaultValue = "0"))
                    @QueryParam("after")
                    String after,
            @Parameter(
                            description = "Maximum number of results",
                            example = "100",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "1",
                                            maximum = "" + PageRequest.MAXIMUM_LIMIT,
                                            defaultValue = "" + PageRequest.DEFAULT_LIMIT))
                    @QueryParam("limit")
                    String limit,
            @Parameter(
                            description = "Only these types; repeated or separated by commas",
                            example = "[\"ORDER_FILLED\"]",
                            schema = @Schema(ref = "NotificationTypes"))
                    @QueryParam("type")
                    List<String> types,
            @Context SecurityContext caller) {
        PageRequest page = PageRequest.of(after, limit, types);
        return PublishingResponses.page(service.history(user(caller), page.after(), page.types(), page.limit()));
    }

    /** Returns 404 to a publisher for a notification of another publisher. */
    @GET
    @Path("{id: [0-9A-HJKMNP-TV-Z]{26}}")
    @RolesAllowed({Role.PUBLISHER_NAME, Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @Operation(
            operationId = "getNotificationStatus",
            summary = "Returns the delivery status of a notification",
            description =
                    "Publishers can query only their own notifications. An expired notification is not found, unless it"
                            + " became a dead letter.")
    @APIResponse(responseCode = "200", ref = "NotificationStatus")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response status(
            @Parameter(description = "Id from the response to the publication", example = "01JD8Q6Z4N7W2T5V9XKAHB3CFM")
                    @PathParam("id")
                    String id,
            @Context SecurityContext caller) {
        boolean all = caller.isUserInRole(Role.OPERATOR_NAME) || caller.isUserInRole(Role.ADMIN_NAME);
        Status status = service.status(id)
                .filter(found -> all || found.notification().publisher().equals(user(caller)))
                .orElseThrow(() -> new NotFoundException("no such notification, or it has expired"));
        return PublishingResponses.status(status);
    }

    @POST
    @Path("acks")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.TRADER_NAME, Role.ADMIN_NAME})
    @Operation(
            operationId = "acknowledgeNotifications",
            summary = "Acknowledges all sent notifications up to an offset",
            description = "Cumulative and per user. An offset above the highest sent is rejected.")
    @APIResponse(responseCode = "200", ref = "Acknowledged")
    public Response acknowledge(
            @RequestBody(ref = "Acknowledgement") InputStream body, @Context SecurityContext caller) {
        Ledger.Acknowledgement outcome = service.acknowledge(user(caller), AcknowledgeRequest.offset(body));
        if (outcome instanceof Ledger.Acknowledgement.BeyondSent beyond) {
            throw new ProblemException(
                    Problem.invalid("/offset", "is above the highest offset sent to you, " + beyond.highestSent()));
        }
        return PublishingResponses.acknowledged(((Ledger.Acknowledgement.Accepted) outcome).offset());
    }

    /** Refuses a request whose declared length exceeds the limit, without reading it. */
    private static void checkLength(HttpServletRequest request) {
        if (request.getContentLengthLong() > PublishLimits.REQUEST_BYTES) {
            throw PublishRequestReader.tooLong();
        }
    }

    private static PublishScope scope(SecurityContext caller) {
        return caller.getUserPrincipal() instanceof MarketbellPrincipal principal
                ? principal.caller().restrictions().scope()
                : PublishScope.UNRESTRICTED;
    }

    private static String user(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
