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
import java.time.Instant;
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
        ApiKeys.Issued issued = keys.issue(ApiKeyRequest.read(body), user(security), TraceId.of(traceparent));
        return Response.created(
                        uri.getAbsolutePathBuilder().path(issued.key().id()).build())
                .entity(IssuedView.of(issued))
                .build();
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
        Stream<KeyView> configured =
                after.isEmpty() ? keys.configured().stream().map(key -> KeyView.of(key, true)) : Stream.empty();
        List<KeyView> views = Stream.concat(configured, stored.stream().map(key -> KeyView.of(key, false)))
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
    public record Page(@JsonbProperty("api_keys") List<KeyView> apiKeys, String next) {}

    /** @param configured whether the key comes from the configuration and can only be removed there */
    @Schema(
            name = "ApiKey",
            requiredProperties = {"id", "user", "roles", "tier", "configured"})
    public record KeyView(
            String id,
            String user,
            List<String> roles,
            String tier,
            String label,
            @JsonbProperty("created_at") Instant createdAt,
            @JsonbProperty("created_by") String createdBy,
            @JsonbProperty("revoked_at") Instant revokedAt,
            boolean configured) {
        static KeyView of(ApiKey key, boolean configured) {
            return new KeyView(
                    key.id(),
                    key.user(),
                    labels(key),
                    key.tier().label(),
                    key.label(),
                    key.createdAt(),
                    key.createdBy(),
                    key.revokedAt(),
                    configured);
        }
    }

    @Schema(
            name = "IssuedApiKey",
            requiredProperties = {"id", "api_key", "user", "roles", "tier", "created_at"})
    public record IssuedView(
            String id,
            @JsonbProperty("api_key") String apiKey,
            @JsonbProperty("callback_secret") String callbackSecret,
            String user,
            List<String> roles,
            String tier,
            String label,
            @JsonbProperty("created_at") Instant createdAt) {
        static IssuedView of(ApiKeys.Issued issued) {
            ApiKey key = issued.key();
            return new IssuedView(
                    key.id(),
                    issued.text(),
                    issued.callbackSecret(),
                    key.user(),
                    labels(key),
                    key.tier().label(),
                    key.label(),
                    key.createdAt());
        }

        /** Omits the secrets. */
        @Override
        public String toString() {
            return "IssuedView[" + id + "]";
        }
    }

    private static List<String> labels(ApiKey key) {
        return key.roles().stream().sorted().map(Role::label).toList();
    }
}
