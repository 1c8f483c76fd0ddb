package io.marketbell.edge;

import io.marketbell.edge.TrustedHosts.Fault;
import io.marketbell.edge.forwarded.ForwardedRequest;
import io.marketbell.edge.limit.EarlyCharge;
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
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/** Accepts requests to the listed hosts only: {@link TrustedHosts}. Probes of /health do not pass this filter. */
public class HostsFilter extends HttpFilter {
    private final transient TrustedHosts hosts;
    private final transient EarlyCharge charge;

    @Inject
    HostsFilter(EdgeSettings settings, EarlyCharge charge) {
        this.charge = charge;
        this.hosts = settings.hosts();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Enumeration<String> header = request.getHeaders("Host");
        String only = header.hasMoreElements() ? header.nextElement() : null;
        if (only != null && !header.hasMoreElements() && hosts.list(only, request.getServerName())) {
            chain.doFilter(request, response);
            return;
        }
        boolean multiplexed = request.getProtocol().startsWith("HTTP/2");
        List<String> given = Collections.list(request.getHeaders("Host"));
        if (multiplexed && given.isEmpty()) {
            // HTTP/2 sends the pseudo-header :authority instead, which the server has parsed already.
            given = List.of(request.getServerName());
        }
        boolean reported = request.getAttribute(ForwardedRequest.HOST_REPORTED) != null;
        Optional<Fault> fault = hosts.fault(given, request.getServerName(), reported);
        if (fault.isEmpty()) {
            chain.doFilter(request, response);
        } else if (charge.admit(request, response)) {
            // A browser that reused the connection for another host of the same certificate retries on a new
            // connection.
            ProblemType type =
                    multiplexed && fault.get() == Fault.UNKNOWN ? ProblemType.MISDIRECTED : ProblemType.MALFORMED;
            ProblemResponse.send(Problem.of(type, fault.get().detail()), request, response);
        }
    }
}
