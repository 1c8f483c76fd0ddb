package io.marketbell.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteOfRequestTest {
    private final Routes routes =
            new Routes(List.of(new Route("GET", "/api/v1/audit"), new Route("GET", "/api/v1/{other}")));
    private int requested;

    @Test
    void aRequestIsMatchedOnce() {
        HttpServletRequest request = request("/api/v1", "/audit");

        Destination found = routes.of(request);

        assertThat(found.endpoint()).isEqualTo("GET /api/v1/audit");
        assertThat(routes.of(request)).isSameAs(found);
        assertThat(requested).as("number of matches").isEqualTo(1);
    }

    @Test
    void aServletWithAnExactPathHasNoPathInfo() {
        assertThat(routes.of(request("/api/v1/audit", null)).endpoint()).isEqualTo("GET /api/v1/audit");
        assertThat(routes.of(request("/page.html", null))).isEqualTo(Destination.OUTSIDE);
    }

    private HttpServletRequest request(String servletPath, String pathInfo) {
        Map<Object, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                RouteOfRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
                    case "getMethod" -> "GET";
                    case "getServletPath" -> servletPath;
                    case "getPathInfo" -> {
                        requested++;
                        yield pathInfo;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
