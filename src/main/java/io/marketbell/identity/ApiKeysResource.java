package io.marketbell.identity;

import io.marketbell.audit.TraceId;
import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
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

/** API keys, for admins. */
@Path("api-keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_NAME)
public class ApiKeysResource {
    private static final int MAX_LIMIT = 1_000;

    private final Keys keys;

    /** For the container only, which looks for it. */
    public ApiKeysResource() {
        this(null);
    }

    @Inject
    ApiKeysResource(Keys keys) {
        this.keys = keys;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(
            String body,
            @Context SecurityContext security,
            @Context UriInfo uri,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        Keys.Issued issued = keys.issue(KeyRequest.read(body), user(security), TraceId.of(traceparent));
        return Response.created(
                        uri.getAbsolutePathBuilder().path(issued.key().id()).build())
                .entity(IssuedView.of(issued))
                .build();
    }

    /** Those of the configuration first, then the others by id, revoked ones too; all without their secrets. */
    @GET
    public Page list(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") @DefaultValue("1000") int limit) {
        int bounded = Math.max(1, Math.min(limit, MAX_LIMIT));
        List<Key> stored = keys.list(after, bounded);
        Stream<KeyView> configured =
                after.isEmpty() ? keys.configured().stream().map(key -> KeyView.of(key, true)) : Stream.empty();
        List<KeyView> views = Stream.concat(configured, stored.stream().map(key -> KeyView.of(key, false)))
                .toList();
        return new Page(
                views, stored.size() < bounded ? null : stored.get(bounded - 1).id());
    }

    @DELETE
    @Path("{id}")
    public void revoke(
            @PathParam("id") String id,
            @Context SecurityContext security,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        switch (keys.revoke(id, user(security), TraceId.of(traceparent))) {
            case REVOKED -> {}
            case UNKNOWN -> throw new NotFoundException("there is no valid API key of this id");
            case CONFIGURED ->
                throw new ProblemException(
                        Problem.of(409, "this key comes from the configuration, and is taken away there"));
        }
    }

    private static String user(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }

    /** @param next to be given as {@code after} for what follows; absent on the last page */
    public record Page(@JsonbProperty("api_keys") List<KeyView> apiKeys, String next) {}

    /** @param configured whether it comes from the configuration, where alone it can be taken away */
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
        static KeyView of(Key key, boolean configured) {
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

    public record IssuedView(
            String id,
            @JsonbProperty("api_key") String apiKey,
            @JsonbProperty("callback_secret") String callbackSecret,
            String user,
            List<String> roles,
            String tier,
            String label,
            @JsonbProperty("created_at") Instant createdAt) {
        static IssuedView of(Keys.Issued issued) {
            Key key = issued.key();
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

        /** Without the secrets. */
        @Override
        public String toString() {
            return "IssuedView[" + id + "]";
        }
    }

    private static List<String> labels(Key key) {
        return key.roles().stream().sorted().map(Role::label).toList();
    }
}
