package io.marketbell.ratelimit;

import io.marketbell.http.route.Destination;
import io.marketbell.http.route.Routes;
import io.marketbell.identity.Caller;
import io.marketbell.identity.Identification;
import io.marketbell.identity.IdentificationResult;
import io.marketbell.publish.PublishCharge;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.ClientAddress;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.Subjects;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Applies the limiter to every request of the application and adds the state of the limits to every response. Must run
 * after the filter that determines the client's address, and before the one that rejects invalid credentials, so that
 * clients that guess keys are limited by their address.
 */
@WebFilter(
        filterName = RateLimitFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class RateLimitFilter extends HttpFilter {
    /** The name in web.xml, which orders the filters. */
    public static final String NAME = "limits";

    private final transient BucketRateLimiter limiter;
    private final transient Routes routes;
    private final transient Identification identification;

    @Inject
    RateLimitFilter(BucketRateLimiter limiter, Routes routes, Identification identification) {
        this.limiter = limiter;
        this.routes = routes;
        this.identification = identification;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String address = ClientAddress.of(request.getRemoteAddr());
        // An address without tokens is rejected before its credential is checked, because that check may need a
        // database query.
        Decision spent = limiter.refusalOf(address);
        if (spent != null) {
            new LimitedResponse(response, spent).refuse(request);
            return;
        }
        Subjects subjects = subjects(request, address);
        Decision decision = limiter.tryAcquire(subjects, 1);
        LimitedResponse limited = new LimitedResponse(response, decision);
        if (decision.isGranted()) {
            if (!request.getMethod().equals("GET")) { // a GET publishes nothing, even with a body
                request.setAttribute(
                        PublishCharge.ATTRIBUTE, new RequestCharge(limiter, subjects, limited, !decision.isAlone()));
            }
            chain.doFilter(request, limited);
        } else {
            limited.refuse(request);
        }
    }

    private Subjects subjects(HttpServletRequest request, String address) {
        // null for an anonymous request, and for a credential that is invalid or cannot be checked now
        Caller caller = identification.of(request) instanceof IdentificationResult.Identified identified
                ? identified.caller()
                : null;
        Destination destination = routes.of(request);
        return new Subjects(
                caller == null ? null : caller.user(),
                caller == null ? null : caller.tier(),
                address,
                Endpoints.of(request.getMethod(), destination),
                Endpoints.isSocket(destination) && "websocket".equalsIgnoreCase(request.getHeader("Upgrade")));
    }
}
