package io.marketbell.audit;

import io.marketbell.http.query.QueryNumber;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit log over REST, in the order of recording. */
@Path("audit")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AuditResource.ADMIN)
@Tag(name = "audit")
public class AuditResource {
    /** Not the constant of the identity package: that package depends on this one, and package cycles are forbidden. */
    static final String ADMIN = "admin";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Audit audit;

    /** Required by the JAX-RS runtime. */
    public AuditResource() {
        this(null);
    }

    @Inject
    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "listAudit", summary = "Audit entries, in the order of recording")
    @APIResponse(responseCode = "200", ref = "AuditPage")
    public Page entries(
            @Parameter(
                            description = "Id of the entry to continue after, from next",
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
                            description = "Maximum number of entries",
                            example = "100",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int32",
                                            minimum = "1",
                                            maximum = "" + MAX_LIMIT,
                                            defaultValue = "" + DEFAULT_LIMIT))
                    @QueryParam("limit")
                    String limit) {
        long from = QueryNumber.of("after", after, 0, 0, Long.MAX_VALUE);
        int most = (int) QueryNumber.of("limit", limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
        List<AuditEntry> found = audit.after(from, most);
        return new Page(
                found, found.isEmpty() ? from : found.get(found.size() - 1).id());
    }

    /** @param next the value of {@code after} for the next page */
    @Schema(
            name = "AuditPage",
            requiredProperties = {"entries", "next"})
    public record Page(List<AuditEntry> entries, long next) {}
}
