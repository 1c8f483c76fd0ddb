package io.marketbell.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code X-API-Key} and {@code Authorization: Bearer}. A request must have exactly one credential: with two, this
 * server and a proxy in front of it could choose different ones, so the request is rejected, as RFC 6750, section 3.1,
 * requires.
 *
 * <p>Dependent-scoped: two filters call it for each request, and a client proxy would cost as much as reading a header.
 * The result is stored in the request.
 */
@Dependent
class HeaderIdentification implements Identification {
    private static final String API_KEY = "X-API-Key";
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer";

    /** The attribute of a request whose credentials were checked. */
    static final String IDENTIFIED = "io.marketbell.identity.identified";

    private final Authenticator authenticator;

    @Inject
    HeaderIdentification(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public IdentificationResult of(HttpServletRequest request) {
        if (request.getAttribute(IDENTIFIED) instanceof IdentificationResult before) {
            return before;
        }
        IdentificationResult identified = check(request);
        request.setAttribute(IDENTIFIED, identified);
        return identified;
    }

    private IdentificationResult check(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(API_KEY));
        List<String> tokens = tokens(request);
        if (keys.isEmpty() && tokens.isEmpty()) {
            return IdentificationResult.Anonymous.INSTANCE;
        }
        if (keys.size() + tokens.size() > 1) {
            return new IdentificationResult.Refused(CredentialRefusal.SEVERAL_CREDENTIALS);
        }
        try {
            return keys.isEmpty()
                    ? identified(authenticator.byToken(tokens.get(0)), CredentialRefusal.BAD_TOKEN)
                    : byApiKey(keys.get(0), request);
        } catch (IdentityUnavailable e) {
            return new IdentificationResult.Refused(CredentialRefusal.UNAVAILABLE);
        }
    }

    private IdentificationResult byApiKey(String key, HttpServletRequest request) {
        Optional<Caller> caller = authenticator.byApiKey(key);
        return caller.isPresent() && !mayBeUsedBy(request, caller.get().restrictions())
                ? new IdentificationResult.Refused(CredentialRefusal.WRONG_NETWORK)
                : identified(caller, CredentialRefusal.BAD_CREDENTIALS);
    }

    private static boolean mayBeUsedBy(HttpServletRequest request, KeyRestrictions restrictions) {
        return restrictions.networks().isEmpty() || restrictions.allowAddress(request.getRemoteAddr());
    }

    private static IdentificationResult identified(Optional<Caller> caller, CredentialRefusal otherwise) {
        return caller.<IdentificationResult>map(IdentificationResult.Identified::new)
                .orElseGet(() -> new IdentificationResult.Refused(otherwise));
    }

    /** Returns the bearer tokens. Other schemes are ignored: a proxy in front may use them. */
    private static List<String> tokens(HttpServletRequest request) {
        List<String> tokens = new ArrayList<>(1);
        for (String authorization : Collections.list(request.getHeaders(AUTHORIZATION))) {
            String trimmed = authorization.trim();
            if (trimmed.equalsIgnoreCase(BEARER)) {
                tokens.add("");
            } else if (trimmed.regionMatches(true, 0, BEARER + ' ', 0, BEARER.length() + 1)) {
                tokens.add(trimmed.substring(BEARER.length() + 1).trim());
            }
        }
        return tokens;
    }
}
