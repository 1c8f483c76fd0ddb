package io.marketbell.edge;

import io.marketbell.edge.forwarded.ForwardedRequest;
import io.marketbell.edge.forwarded.ForwardingHeaders;
import io.marketbell.edge.forwarded.OriginalRequest;
import io.marketbell.edge.forwarded.ProxyTrust;
import io.marketbell.edge.forwarded.ProxyTrust.Unreliable;
import io.marketbell.edge.forwarded.PublicOrigin;
import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.http.address.Address;
import io.marketbell.http.address.Authority;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.http.problem.ProblemType;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Optional;

/**
 * Behind a trusted proxy, replaces the request by one that looks as the client sent it, for all later filters and
 * endpoints.
 */
public class ForwardedFilter extends HttpFilter {
    private final transient ProxyTrust proxies;
    private final transient EarlyCharge charge;

    @Inject
    ForwardedFilter(EdgeSettings settings, EarlyCharge charge) {
        this.charge = charge;
        this.proxies = settings.proxies();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<InetAddress> peer = proxies.isEmpty()
                ? Optional.empty()
                : Address.parse(request.getRemoteAddr()).filter(proxies::trusts);
        if (peer.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        OriginalRequest reported;
        try {
            reported = proxies.clientSide(
                    peer.get(), new ForwardingHeaders(name -> Collections.list(request.getHeaders(name))));
        } catch (Unreliable e) {
            // The client is unknown, so the proxy's own address is charged.
            if (charge.admit(request, response)) {
                ProblemResponse.send(Problem.of(ProblemType.MALFORMED, e.getMessage()), request, response);
            }
            return;
        }
        PublicOrigin reached = new PublicOrigin(request.getScheme(), request.getServerName(), request.getServerPort());
        HttpServletRequest forwarded =
                new ForwardedRequest(request, reported, PublicOrigin.of(reached, portInHeader(request), reported));
        if (forwarded.isSecure()) {
            response.setHeader(SecurityHeaders.TRANSPORT_SECURITY, SecurityHeaders.HSTS);
        }
        chain.doFilter(forwarded, response);
    }

    private static int portInHeader(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host == null ? -1 : Authority.parse(host).map(Authority::port).orElse(-1);
    }
}
