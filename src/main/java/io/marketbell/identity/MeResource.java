package io.marketbell.identity;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Returns the caller's identity, so that a web page can offer only operations that the caller may use. */
@Path("me")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "identity")
public class MeResource {

    @GET
    @RolesAllowed({Role.TRADER_NAME, Role.PUBLISHER_NAME, Role.OPERATOR_NAME, Role.ADMIN_NAME})
    @Operation(operationId = "getMe", summary = "Returns the user, roles and tier of the credential")
    @APIResponse(responseCode = "200", ref = "Me")
    public Me me(@Context SecurityContext security) {
        return Me.of(((MarketbellPrincipal) security.getUserPrincipal()).caller());
    }

    /**
     * @param expiresAt when the credential expires; absent if it is valid until revoked
     * @param publishTypes the types that it may publish; absent: all
     * @param publishRecipientsPrefix the beginning of the names of the users that it may publish to; absent: all
     */
    @Schema(
            name = "Me",
            requiredProperties = {"user", "roles", "tier"})
    public record Me(
            String user,
            List<String> roles,
            @Schema(ref = "Tier") String tier,
            @JsonbProperty("expires_at") Instant expiresAt,
            @JsonbProperty("publish_types") List<String> publishTypes,
            @JsonbProperty("publish_recipients_prefix") String publishRecipientsPrefix) {
        static Me of(Caller caller) {
            PublishScope scope = caller.restrictions().scope();
            return new Me(
                    caller.user(),
                    caller.roles().stream().sorted().map(Role::label).toList(),
                    caller.tier().label(),
                    caller.expiresAt(),
                    scope.types().isEmpty() ? null : scope.types(),
                    scope.recipientsPrefix().isEmpty() ? null : scope.recipientsPrefix());
        }
    }
}
