package io.marketbell.ratelimit;

import io.marketbell.audit.AuditedOperation;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.query.QueryNumber;
import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.Role;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Subject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Limits, buckets and overrides, for admins. */
@Path("/rate-limits")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "rate limits")
public class RateLimitsResource {
    private static final int DEFAULT_BUCKETS = 100;
    private static final int MOST_BUCKETS = 1_000;

    /** A subject contains slashes; they may be percent-encoded or not. */
    private static final String SUBJECT = "/{subject: .+}";

    private final BucketRateLimiter limiter;
    private final Overrides overrides;
    private final LimitAudit audit;
    private final Endpoints endpoints;

    /** Required by the container. */
    public RateLimitsResource() {
        this(null, null, null, null);
    }

    @Inject
    RateLimitsResource(BucketRateLimiter limiter, Overrides overrides, LimitAudit audit, Endpoints endpoints) {
        this.limiter = limiter;
        this.overrides = overrides;
        this.audit = audit;
        this.endpoints = endpoints;
    }

    @GET
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "listRateLimits",
            summary = "Lists tiers, policies, overrides and the emptiest buckets of this node")
    @APIResponse(responseCode = "200", ref = "RateLimits")
    public LimitViews.All all(
            @Parameter(
                            description = "Maximum number of buckets",
                            example = "100",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "0",
                                            maximum = "" + MOST_BUCKETS,
                                            defaultValue = "" + DEFAULT_BUCKETS))
                    @QueryParam("limit")
                    String limit) {
        return LimitViews.of(limiter, (int) QueryNumber.of("limit", limit, DEFAULT_BUCKETS, 0, MOST_BUCKETS));
    }

    @GET
    @Path(SUBJECT)
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(operationId = "getRateLimit", summary = "Returns the limit and the bucket of a subject")
    @APIResponse(responseCode = "200", ref = "RateLimit")
    public LimitViews.SubjectView one(@PathParam("subject") String text) {
        return LimitViews.of(limiter.inspect(subject(text)));
    }

    @PUT
    @Path(SUBJECT)
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "setRateLimit",
            summary = "Sets the limit of a subject or a tier",
            description = "Effective immediately and persistent. Existing buckets keep their fill level in proportion.")
    @APIResponse(responseCode = "200", ref = "RateLimit")
    public LimitViews.SubjectView override(
            @PathParam("subject") String text,
            @RequestBody(ref = "Allowance") String body,
            @Context SecurityContext security,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        Subject subject = subject(text);
        Allowance allowance = AllowanceRequest.read(body);
        AuditedOperation operation = begin(security, subject, allowance, traceparent);
        try {
            overrides.put(subject, allowance);
        } catch (IllegalArgumentException e) {
            operation.failed(e.getMessage());
            throw new ProblemException(Problem.invalid("/burst", e.getMessage()));
        }
        operation.done(LimitAudit.detail(allowance));
        return LimitViews.of(limiter.inspect(subject));
    }

    @DELETE
    @Path(SUBJECT)
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(operationId = "resetRateLimit", summary = "Removes the override of a subject and fills its bucket")
    @APIResponse(responseCode = "204", description = "The default limit applies again")
    public void reset(
            @PathParam("subject") String text,
            @Context SecurityContext security,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        Subject subject = subject(text);
        AuditedOperation operation = begin(security, subject, null, traceparent);
        overrides.remove(subject);
        operation.done(LimitAudit.detail(null));
    }

    private AuditedOperation begin(SecurityContext security, Subject subject, Allowance allowance, String traceparent) {
        return audit.begin(user(security), subject, allowance, TraceId.of(traceparent));
    }

    private Subject subject(String text) {
        Subject subject;
        try {
            subject = Subject.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.invalid("subject", e.getMessage()));
        }
        boolean ofEndpoint = subject.kind() == Subject.Kind.ENDPOINT || subject.kind() == Subject.Kind.ANONYMOUS;
        if (ofEndpoint && !endpoints.names().contains(subject.name())) {
            throw new ProblemException(
                    Problem.invalid("subject", "an endpoint must be one of " + String.join(", ", endpoints.names())));
        }
        return subject;
    }

    private static String user(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }
}
