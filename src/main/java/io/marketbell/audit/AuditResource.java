package io.marketbell.audit;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.query.QueryNumber;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

    @GET
    @Path("export")
    @Produces({"application/x-ndjson", MediaType.TEXT_PLAIN})
    @Operation(
            operationId = "exportAudit",
            summary = "All audit entries from an id to the end, one line each",
            description = "As JSON lines, or in the Common Event Format (CEF) for SIEM products.")
    @APIResponse(responseCode = "200", ref = "AuditExport")
    public Response export(
            @Parameter(
                            description = "Format of the lines",
                            example = "jsonl",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"jsonl", "cef"},
                                            defaultValue = "jsonl"))
                    @QueryParam("format")
                    @DefaultValue("jsonl")
                    String format,
            @Parameter(
                            description = "Id of the entry to continue after",
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
                            description = "Whether pseudonyms are replaced by names; hashes cover the pseudonyms",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
                    @QueryParam("names")
                    @DefaultValue("true")
                    String names) {
        AuditExport.Format lines = switch (format) {
            case "jsonl" -> AuditExport.Format.JSONL;
            case "cef" -> AuditExport.Format.CEF;
            default -> throw new ProblemException(Problem.invalid("format", "must be jsonl or cef"));
        };
        if (!names.equals("true") && !names.equals("false")) {
            throw new ProblemException(Problem.invalid("names", "must be true or false"));
        }
        long from = QueryNumber.of("after", after, 0, 0, Long.MAX_VALUE);
        return Response.ok(AuditExport.from(audit, lines, from, names.equals("true")), lines.mediaType())
                .header("Content-Disposition", "attachment; filename=\"audit." + format + "\"")
                .build();
    }

    @GET
    @Path("verification")
    @Operation(
            operationId = "verifyAudit",
            summary = "Verifies the hash chains of the audit log",
            description = "Reads the complete log. Entries of earlier releases have no chain and are counted.")
    @APIResponse(responseCode = "200", ref = "AuditVerification")
    public AuditVerification verification() {
        return audit.verify();
    }

    /** @param next the value of {@code after} for the next page */
    @Schema(
            name = "AuditPage",
            requiredProperties = {"entries", "next"})
    public record Page(List<AuditEntry> entries, long next) {}
}
