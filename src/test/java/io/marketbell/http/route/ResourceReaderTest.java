package io.marketbell.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;

class ResourceReaderTest {

    @Path("orders/")
    static class OrdersResource {
        @GET
        public String all() {
            return "";
        }

        @POST
        @Path("/")
        public void place() {}

        @GET
        @HEAD
        @Path("{id: [0-9]{3}}/")
        public String one() {
            return "";
        }

        @Path("/{id}/fills")
        public Fills fills() {
            return new Fills();
        }

        public String noRoute() {
            return "";
        }
    }

    @Path("ignored: this class is reached through another")
    static class Fills {
        @GET
        public String all() {
            return "";
        }

        @DELETE
        @Path("{fill: .+}")
        public void bust() {}

        @Path("order")
        public OrdersResource order() {
            return new OrdersResource();
        }

        @Path("whatever")
        public Object onlyKnownWhenItIsThere() {
            return this;
        }
    }

    @Test
    void routesAreReadFromAnnotations() {
        assertThat(ResourceReader.read(OrdersResource.class, "/api"))
                .containsExactlyInAnyOrder(
                        new Route("GET", "/api/orders"),
                        new Route("POST", "/api/orders"),
                        new Route("GET", "/api/orders/{id: [0-9]{3}}"),
                        new Route("HEAD", "/api/orders/{id: [0-9]{3}}"),
                        new Route("GET", "/api/orders/{id}/fills"),
                        new Route("DELETE", "/api/orders/{id}/fills/{fill: .+}"));
    }
}
