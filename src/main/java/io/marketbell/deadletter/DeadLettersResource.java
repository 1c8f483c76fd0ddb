package io.marketbell.deadletter;

import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The dead-letter API for operators. */
@RequestScoped
@Path("/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR_NAME, Role.ADMIN_NAME})
@Tag(name = "dead letters")
public class DeadLettersResource {

    private static final int REPLAYED_AT_ONCE = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final DeadLetters deadLetters;
    private final DeadLetterStore store;
    private final Replays replays;
    private final ReplayAudit audit;

    @Context
    private SecurityContext security;

    /**
     * Required by the CDI client proxy; public because the JAX-RS runtime rejects a resource without a public
     * constructor.
     */
    public DeadLettersResource() {
        this(null, null, null, null);
    }

    @Inject
    DeadLettersResource(DeadLetters deadLetters, DeadLetterStore store, Replays replays, ReplayAudit audit) {
        this.deadLetters = deadLetters;
        this.store = store;
        this.replays = replays;
        this.audit = audit;
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "Lists dead letters, newest first",
            description = "Pages are stable while new dead letters arrive.")
    @APIResponse(responseCode = "200", ref = "DeadLetterPage")
    public JsonObject list(
            @Parameter(
                            description = "Only dead letters with this reason",
                            example = "EXPIRED",
                            schema = @Schema(implementation = DeadLetters.Reason.class))
                    @QueryParam("reason")
                    String reason,
            @Parameter(
                            description = "Only dead letters of this type",
                            example = "ORDER_FILLED",
                            schema = @Schema(ref = "NotificationType"))
                    @QueryParam("type")
                    String type,
            @Parameter(
                            description = "Only dead letters of this recipient",
                            example = "bob",
                            schema = @Schema(type = SchemaType.STRING, maxLength = DeadLetterQuery.LONGEST_RECIPIENT))
                    @QueryParam("recipient")
                    String recipient,
            @Parameter(description = "Cursor of the page, from next_cursor", schema = @Schema(ref = "Cursor"))
                    @QueryParam("cursor")
                    String cursor,
            @Parameter(
                            description = "Maximum number of results",
                            example = "50",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "1",
                                            maximum = "" + DeadLetterQuery.MOST,
                                            defaultValue = "" + DeadLetterQuery.DEFAULT_LIMIT + ""))
                    @QueryParam("limit")
                    String limit) {
        DeadLetterFilter filter = DeadLetterQuery.filter(reason, type, recipient);
        String before = DeadLetterQuery.before(cursor);
        int most = DeadLetterQuery.limit(limit);
        return translating(() -> {
            deadLetters.flush();
            List<DeadLetter> letters = store.newest(filter, before, most + 1);
            boolean more = letters.size() > most;
            return DeadLetterJson.page(more ? letters.subList(0, most) : letters, more);
        });
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getDeadLetter", summary = "Returns a dead letter with the complete notification")
    @APIResponse(responseCode = "200", ref = "DeadLetter")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public JsonObject one(@Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        return translating(() ->
                DeadLetterJson.letter(store.byId(DeadLetterQuery.id(id)).orElseThrow(DeadLettersResource::unknown)));
    }

    @POST
    @Path("/{id}/replay")
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Publishes a dead letter again, to its recipient only",
            description =
                    "The replay has a new id, offset and time to live. A second replay returns the id of the first"
                            + " and duplicate: true. For CALLBACK_FAILED, the callback is sent again instead.")
    @APIResponse(responseCode = "202", ref = "Replayed")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response replay(@Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        Replays.Result.Done done =
                audited("dead_letter.replay", "dead_letter:" + id, null, () -> replayOne(id), ReplaySummary::of);
        return Response.accepted(DeadLetterJson.replayed(done)).build();
    }

    private Replays.Result.Done replayOne(String id) {
        Replays.Result result = translating(() -> replays.replay(DeadLetterQuery.id(id), caller()))
                .map(CompletableFuture::join)
                .orElseThrow(DeadLettersResource::unknown);
        if (result instanceof Replays.Result.Gone gone) {
            throw new ClientErrorException(gone.why(), Response.Status.CONFLICT);
        }
        if (!(result instanceof Replays.Result.Done done)) {
            throw unavailable("durable storage is unavailable; retry later");
        }
        return done;
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replays the matching dead letters that were not yet replayed, oldest first",
            description = "At most 1,000 per call; remaining is the number of further matches after next_cursor.")
    @APIResponse(responseCode = "200", ref = "ReplayResult")
    public JsonObject replayMany(@RequestBody(ref = "Replay") String body) {
        DeadLetterQuery.Many requested = DeadLetterQuery.many(body);
        Replays.Many many = audited(
                "dead_letter.replay",
                ReplaySummary.target(requested.filter()),
                requested.filter().recipient(),
                () -> translating(() -> {
                    deadLetters.flush();
                    return replays.replayAll(requested.filter(), requested.cursor(), REPLAYED_AT_ONCE, caller());
                }),
                ReplaySummary::of);
        return translating(() -> DeadLetterJson.replayed(many));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteDeadLetter", summary = "Deletes a dead letter")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", ref = "NotFound")
    public Response delete(@Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        audited(
                "dead_letter.delete",
                "dead_letter:" + id,
                null,
                () -> {
                    if (!translating(() -> store.delete(DeadLetterQuery.id(id)))) {
                        throw unknown();
                    }
                    return true;
                },
                deleted -> "deleted");
        return Response.noContent().build();
    }

    /** Records the operation before it is performed, then its result. */
    private <T> T audited(
            String action, String target, String recipient, Supplier<T> work, Function<T, String> result) {
        ReplayAudit.Operation operation = translating(() -> audit.begin(caller(), action, target, recipient));
        try {
            T done = work.get();
            operation.done(result.apply(done));
            return done;
        } catch (RuntimeException e) {
            operation.failed(e.getMessage());
            throw e;
        }
    }

    private String caller() {
        return security.getUserPrincipal().getName();
    }

    private static NotFoundException unknown() {
        return new NotFoundException("no such dead letter");
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.of(ProblemType.UNAVAILABLE, detail).retryAfter(RETRY_AFTER));
    }

    private static <T> T translating(Supplier<T> database) {
        try {
            return database.get();
        } catch (DatabaseUnavailable e) {
            throw unavailable("the database is unavailable; retry later");
        }
    }
}
