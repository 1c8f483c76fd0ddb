package io.marketbell.ingest;

import io.marketbell.identity.Role;
import io.marketbell.ingest.NotificationService.Receipt;
import io.marketbell.ingest.NotificationService.Status;
import io.marketbell.journal.Ledger;
import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
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

/** Notifications over HTTP: publishing, their status, a trader's own ones and their acknowledgement. */
@Path("/notifications")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class NotificationsResource {
    static final String LINES = "application/x-ndjson";

    private final NotificationService service;
    private final ManagedExecutorService executor;

    @Inject
    public NotificationsResource(NotificationService service, ManagedExecutorService executor) {
        this.service = service;
        this.executor = executor;
    }

    /** For the container's proxy. */
    protected NotificationsResource() {
        this(null, null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.PUBLISHER_NAME, Role.ADMIN_NAME})
    public CompletionStage<Response> publish(
            InputStream body,
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @Context SecurityContext caller) {
        demandLength(request);
        return publish(RequestReader.json(body), request, uri, caller);
    }

    @POST
    @Consumes(LINES)
    @RolesAllowed({Role.PUBLISHER_NAME, Role.ADMIN_NAME})
    public CompletionStage<Response> publishLines(
            InputStream body,
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @Context SecurityContext caller) {
        demandLength(request);
        return publish(RequestReader.lines(body), request, uri, caller);
    }

    private CompletionStage<Response> publish(
            RequestReader.Request request, HttpServletRequest http, UriInfo uri, SecurityContext caller) {
        Toll.pay(http, request.items().size());
        List<Publication> sound = new ArrayList<>(request.items().size());
        for (RequestItem item : request.items()) {
            if (item instanceof RequestItem.Sound readable) {
                sound.add(readable.publication());
            }
        }
        String path = uri.getRequestUri().getRawPath();
        CompletionStage<List<Receipt>> receipts = service.publish(user(caller), sound);
        // No thread waits for a commit: with 32 publishers that answers up to twice as many as waiting does. Nor does
        // the committing thread answer: that would hold up the next commit.
        return receipts.toCompletableFuture().isDone()
                ? receipts.thenApply(all -> PublishAnswer.of(request, all, path))
                : receipts.thenApplyAsync(all -> PublishAnswer.of(request, all, path), executor);
    }

    @GET
    @RolesAllowed({Role.TRADER_NAME, Role.ADMIN_NAME})
    public Response own(
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @QueryParam("type") List<String> types,
            @Context SecurityContext caller) {
        PageRequest page = PageRequest.of(after, limit, types);
        return PublishAnswer.ok(
                        Response.Status.OK,
                        Answers.page(service.history(user(caller), page.after(), page.types(), page.limit())))
                .build();
    }

    /** Another publisher's does not exist for a publisher. */
    @GET
    @Path("{id: [0-9A-HJKMNP-TV-Z]{26}}")
    @RolesAllowed({Role.PUBLISHER_NAME, Role.OPERATOR_NAME, Role.ADMIN_NAME})
    public Response status(@PathParam("id") String id, @Context SecurityContext caller) {
        boolean all = caller.isUserInRole(Role.OPERATOR_NAME) || caller.isUserInRole(Role.ADMIN_NAME);
        Status status = service.status(id)
                .filter(found -> all || found.notification().publisher().equals(user(caller)))
                .orElseThrow(() -> new NotFoundException("no notification of this id, or it is forgotten"));
        return PublishAnswer.ok(Response.Status.OK, Answers.status(status)).build();
    }

    @POST
    @Path("acks")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.TRADER_NAME, Role.ADMIN_NAME})
    public Response acknowledge(InputStream body, @Context SecurityContext caller) {
        Ledger.Acknowledgement outcome = service.acknowledge(user(caller), AcknowledgeRequest.offset(body));
        if (outcome instanceof Ledger.Acknowledgement.BeyondSent beyond) {
            throw new ProblemException(Problem.invalid(
                    "/offset", "is above the highest that was sent to you, which is " + beyond.highestSent()));
        }
        long offset = ((Ledger.Acknowledgement.Accepted) outcome).offset();
        return PublishAnswer.ok(Response.Status.OK, "{\"acknowledged\":" + offset + "}")
                .build();
    }

    /** What says itself that it is too long is refused unread. */
    private static void demandLength(HttpServletRequest request) {
        if (request.getContentLengthLong() > Limits.REQUEST_BYTES) {
            throw RequestReader.tooLong();
        }
    }

    private static String user(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
