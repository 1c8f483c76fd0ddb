package io.marketbell.erasure;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditedOperation;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Erases the data of a user. */
@Path("users")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_NAME)
@Tag(name = "users")
public class UserDataResource {
    private static final System.Logger LOG = System.getLogger(UserDataResource.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int LONGEST = 200;

    private final Erasures erasures;
    private final Audit audit;

    /** Required by the JAX-RS runtime. */
    public UserDataResource() {
        this(null, null);
    }

    @Inject
    UserDataResource(Erasures erasures, Audit audit) {
        this.erasures = erasures;
        this.audit = audit;
    }

    @DELETE
    @Path("{user: .+}/data")
    @Operation(
            operationId = "eraseUserData",
            summary = "Erases the data of a user",
            description =
                    "Notifications to the user, delivery records, dead letters, callbacks, last values, and the name"
                            + " in the audit log. Other nodes follow within seconds. Can be repeated.")
    @APIResponse(responseCode = "200", ref = "ErasedUserData")
    public Erased erase(
            @Parameter(
                            description = "Name of the user",
                            example = "erased-user",
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = LONGEST))
                    @PathParam("user")
                    String user,
            @Context SecurityContext security,
            @HeaderParam(TraceId.HEADER) String traceparent) {
        // names that the current rules reject may exist from earlier releases
        if (user.isBlank() || user.length() > LONGEST || user.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    Problem.invalid("user", "must have 1 to " + LONGEST + " characters and no control characters"));
        }
        String who = security.getUserPrincipal().getName();
        // the pseudonym instead of the name: the name must not be recorded again after it was erased
        AuditedOperation operation = audit.begin(
                new AuditEvent(who, "user.erase", "user:" + audit.pseudonym(user), null, TraceId.of(traceparent)));
        try {
            Map<String, Long> erased = erasures.erase(user);
            operation.done(erased.toString());
            audit.eraseName(user);
            return new Erased(erased);
        } catch (RuntimeException e) {
            operation.failed(Erasures.INCOMPLETE);
            LOG.log(Level.WARNING, "the data of a user was not erased completely: {0}", e.toString());
            throw new ProblemException(
                    Problem.of(ProblemType.UNAVAILABLE, "the data was not erased completely; repeat the request later")
                            .retryAfter(RETRY_AFTER));
        }
    }

    /** @param erased the number of erased items by the place where they were */
    @Schema(
            name = "ErasedUserData",
            requiredProperties = {"erased"})
    public record Erased(Map<String, Long> erased) {}
}
