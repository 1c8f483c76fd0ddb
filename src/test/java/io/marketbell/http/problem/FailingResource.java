package io.marketbell.http.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** A resource that fails in every possible way. */
@Path("/failing")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class FailingResource {

    public record Order(
            @JsonbProperty("order_id") @NotBlank String orderId,
            @NotNull List<@Valid Leg> legs) {}

    public record Leg(@Max(10) int quantity) {}

    @GET
    public String fail(@QueryParam("how") String how) {
        switch (how) {
            case "fault" -> throw new IllegalStateException("a secret detail");
            case "missing" -> throw new NotFoundException("no such dead letter");
            case "forbidden" -> throw new ForbiddenException();
            case "away" -> throw new ServiceUnavailableException(7L);
            case "problem" -> throw new ProblemException(Problem.invalid("limit", "too much"));
            default -> throw new IllegalArgumentException(how);
        }
    }

    @GET
    @Path("number")
    public String number(@QueryParam("n") int number) {
        return "" + number;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String order(@Valid Order order) {
        return order.orderId();
    }
}
