package io.marketbell.identity.apikey;

import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** Returns the caller's identity. */
@Path("who")
@ApplicationScoped
public class WhoResource {

    @GET
    @Path("trader")
    @RolesAllowed({Role.TRADER_NAME, Role.ADMIN_NAME})
    public String trader(@Context SecurityContext security) {
        return say(security);
    }

    @GET
    @Path("open")
    @PermitAll
    public String open(@Context SecurityContext security) {
        return say(security);
    }

    @GET
    @Path("closed")
    @DenyAll
    public String closed() {
        return "closed to all";
    }

    @GET
    @Path("forgotten")
    public String forgotten() {
        return "no role annotation";
    }

    private static String say(SecurityContext security) {
        if (security.getUserPrincipal() == null) {
            return "nobody";
        }
        Caller caller = ((MarketbellPrincipal) security.getUserPrincipal()).caller();
        return caller.user() + " " + caller.roles() + " " + caller.tier() + " " + caller.credential() + " "
                + security.isUserInRole(Role.TRADER_NAME);
    }
}
