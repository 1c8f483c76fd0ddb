package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditOrigin;
import io.marketbell.audit.AuditTrail;
import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.http.route.Route;
import io.marketbell.http.route.Routes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditFilterTest {
    private static final Caller MALLORY = new Caller("mallory", Set.of(Role.TRADER), Tier.STANDARD, "k1");

    private final AuditTrail trail = AuditTrail.in(Database.over(DatabaseKind.H2.empty()));
    private final AuditFilter filter = new AuditFilter(
            trail.audit(),
            new Routes(List.of(new Route("GET", "/api/v1/audit"), new Route("GET", "/api/v1/notifications"))));

    @Test
    void aRefusedLoginIsRecordedWithItsAddressAndReason() throws Exception {
        request(
                "GET",
                "/api/v1/notifications",
                401,
                new IdentificationResult.Refused(CredentialRefusal.BAD_CREDENTIALS));

        AuditEvent event = recorded().get(0);
        assertThat(event.who()).isEqualTo("anonymous");
        assertThat(event.action()).isEqualTo("login.refused");
        assertThat(event.target()).isEqualTo("GET /api/v1/notifications");
        assertThat(event.detail()).isEqualTo("401: the credentials are not valid");
        assertThat(event.origin()).isEqualTo(new AuditOrigin("2001:db8::/64", null));
    }

    @Test
    void aForbiddenRequestIsRecordedWithItsCallerAndCredential() throws Exception {
        request("GET", "/api/v1/audit", 403, new IdentificationResult.Identified(MALLORY));

        AuditEvent event = recorded().get(0);
        assertThat(event.who()).isEqualTo("mallory");
        assertThat(event.action()).isEqualTo("access.refused");
        assertThat(event.origin()).isEqualTo(new AuditOrigin("2001:db8::7", "k1"));
    }

    @Test
    void refusalsByLimitsAreRecordedForAdminPathsOnly() throws Exception {
        request("GET", "/api/v1/notifications", 429, null);
        request("GET", "/api/v1/audit", 429, null);

        assertThat(recorded())
                .extracting(event -> event.action() + ' ' + event.target())
                .containsExactly("limit.refused GET /api/v1/audit");
    }

    @Test
    void aPathChosenByTheCallerIsNotStored() throws Exception {
        request("GET", "/api/v1/x'<script>", 401, new IdentificationResult.Anonymous());
        request("DELETE", "/api/v1/audit", 403, new IdentificationResult.Identified(MALLORY));

        assertThat(recorded())
                .extracting(AuditEvent::target)
                .containsExactlyInAnyOrder("other paths", "other methods of /api/v1/audit");
    }

    @Test
    void allowedRequestsAreNotRecorded() throws Exception {
        request("GET", "/api/v1/audit", 200, new IdentificationResult.Identified(MALLORY));
        request("GET", "/api/v1/audit", 404, null);

        assertThat(recorded()).isEmpty();
    }

    @Test
    void theOriginIsAvailableDuringTheRequestOnly() throws Exception {
        List<AuditOrigin> seen = new ArrayList<>();
        filter.doFilter(
                requestOf("GET", "/api/v1/audit", new IdentificationResult.Identified(MALLORY)),
                responseOf(200),
                (request, response) -> seen.add(AuditOrigin.current()));

        assertThat(seen).containsExactly(new AuditOrigin("2001:db8::7", "k1"));
        assertThat(AuditOrigin.current()).isEqualTo(AuditOrigin.NONE);
    }

    private List<AuditEvent> recorded() {
        trail.writeBacklog();
        return trail.events();
    }

    private void request(String method, String path, int status, IdentificationResult identified) throws Exception {
        FilterChain nothing = (request, response) -> {};
        filter.doFilter(requestOf(method, path, identified), responseOf(status), nothing);
    }

    private static HttpServletRequest requestOf(String method, String path, IdentificationResult identified) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(HeaderIdentification.IDENTIFIED, identified);
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getServletPath" -> path;
                    case "getRemoteAddr" -> "2001:db8::7";
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "getPathInfo", "getHeader" -> null;
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    private static HttpServletResponse responseOf(int status) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                HttpServletResponse.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (p, called, a) -> {
                    if (called.getName().equals("getStatus")) {
                        return status;
                    }
                    throw new UnsupportedOperationException(called.getName());
                });
    }
}
