package io.marketbell.identity.apikey;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.query.QueryNumber;
import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The API-key resource for admins. */
@Path("api-keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_NAME)
@Tag(name = "api keys")
public class ApiKeysResource {
    private static final int MAX_LIMIT = 1_000;

    private final ApiKeys keys;

    /** Required by the JAX-RS runtime. */
    public ApiKeysResource() {
        this(null);
    }

    @Inject
    ApiKeysResource(ApiKeys keys) {
        this.keys = keys;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createApiKey",
            summary = "Creates an API key",
            description = "The secret is returned once; only its hash is stored.")
    @APIResponse(responseCode = "201", ref = "ApiKeyCreated")
    public Response create(
            @RequestBody(ref = "ApiKey") String body,
            @Context SecurityContext security,
            @Context UriInfo uri,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        ApiKeys.Issued issued =
                keys.issue(ApiKeyRequest.read(body, keys.now()), user(security), TraceId.of(traceparent));
        return Response.created(
                        uri.getAbsolutePathBuilder().path(issued.key().id()).build())
                .entity(IssuedApiKeyView.of(issued))
                .build();
    }

    @POST
    @Path("{id}/rotation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateApiKey",
            summary = "Replaces an API key",
            description = "Creates a key with the same properties and a new secret. The replaced key expires after the"
                    + " overlap; then its connections are closed.")
    @APIResponse(responseCode = "201", ref = "ApiKeyRotated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public Response rotate(
            @Parameter(
                            description = "Id of the key",
                            example = "7Qx0aB3dE5fG",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
                    @PathParam("id")
                    String id,
            @RequestBody(ref = "ApiKeyRotation") String body,
            @Context SecurityContext security,
            @Context UriInfo uri,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        ApiKeys.Rotation rotation =
                keys.rotate(id, RotationRequest.overlap(body), user(security), TraceId.of(traceparent));
        if (rotation instanceof ApiKeys.Rotation.Rotated rotated) {
            String successor = rotated.successor().key().id();
            return Response.created(uri.getBaseUriBuilder()
                            .path(ApiKeysResource.class)
                            .path(successor)
                            .build())
                    .entity(IssuedApiKeyView.of(rotated, id))
                    .build();
        }
        if (rotation instanceof ApiKeys.Rotation.AlreadyReplaced already) {
            throw new ProblemException(Problem.of(409, "this key was already replaced by " + already.by()));
        }
        if (rotation instanceof ApiKeys.Rotation.Configured) {
            throw new ProblemException(Problem.of(409, "this key is defined in the configuration; change it there"));
        }
        throw new NotFoundException("no such API key, or it is revoked or expired");
    }

    /**
     * Returns the keys of the configuration, then those of the database sorted by id, including revoked keys; all
     * without secrets.
     */
    @GET
    @Operation(
            operationId = "listApiKeys",
            summary = "Lists API keys, including revoked ones",
            description = "Configured keys first, then stored ones by id; without secrets.")
    @APIResponse(responseCode = "200", ref = "ApiKeyPage")
    public Page list(
            @Parameter(
                            description = "Id of the key to continue after, from next",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
                    @QueryParam("after")
                    @DefaultValue("")
                    String after,
            @Parameter(
                            description = "Maximum number of stored keys",
                            example = "100",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "1",
                                            maximum = "" + MAX_LIMIT,
                                            defaultValue = "" + MAX_LIMIT))
                    @QueryParam("limit")
                    String limit) {
        int bounded = (int) QueryNumber.of("limit", limit, MAX_LIMIT, 1, MAX_LIMIT);
        List<ApiKey> stored = keys.list(after, bounded);
        Stream<ApiKeyView> configured =
                after.isEmpty() ? keys.configured().stream().map(key -> ApiKeyView.of(key, true)) : Stream.empty();
        List<ApiKeyView> views = Stream.concat(configured, stored.stream().map(key -> ApiKeyView.of(key, false)))
                .toList();
        return new Page(
                views, stored.size() < bounded ? null : stored.get(bounded - 1).id());
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revokes an API key",
            description = "Within seconds every node rejects the key and closes its connections with 4100.")
    @APIResponse(responseCode = "204", description = "Revoked")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public void revoke(
            @Parameter(
                            description = "Id of the key",
                            example = "7Qx0aB3dE5fG",
                            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
                    @PathParam("id")
                    String id,
            @Context SecurityContext security,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        switch (keys.revoke(id, user(security), TraceId.of(traceparent))) {
            case REVOKED -> {}
            case UNKNOWN -> throw new NotFoundException("no such API key, or it is already revoked");
            case CONFIGURED ->
                throw new ProblemException(
                        Problem.of(409, "this key is defined in the configuration; remove it there"));
        }
    }

    private static String user(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }

    /** @param next the value of {@code after} for the next page; absent on the last page */
    @Schema(name = "ApiKeyPage", requiredProperties = "api_keys")
    public record Page(@JsonbProperty("api_keys") List<ApiKeyView> apiKeys, String next) {}
}
