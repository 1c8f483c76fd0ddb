package io.marketbell.edge;

import io.marketbell.edge.forwarded.ProxyTrust;
import io.marketbell.http.address.AllowedOrigins;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of the edge filters, read once. */
@Dependent
class EdgeSettings {
    private final ProxyTrust proxies;
    private final TrustedHosts hosts;
    private final HttpsRule https;
    private final Cors cors;

    @Inject
    EdgeSettings(
            @ConfigProperty(name = ProxyTrust.SETTING) Optional<List<String>> proxies,
            @ConfigProperty(name = TrustedHosts.SETTING, defaultValue = TrustedHosts.DEFAULT) List<String> hosts,
            @ConfigProperty(name = HttpsRule.SETTING, defaultValue = "true") boolean httpsRequired,
            @ConfigProperty(name = HttpsRule.PORT_SETTING) Optional<Integer> publicHttpsPort,
            @ConfigProperty(name = HttpsRule.OWN_PORT, defaultValue = "443") int ownHttpsPort,
            @ConfigProperty(name = AllowedOrigins.SETTING) Optional<List<String>> origins,
            @ConfigProperty(name = Cors.PREFLIGHT_SETTING, defaultValue = "" + Cors.PREFLIGHT_SECONDS)
                    long preflightSeconds) {
        this.proxies = new ProxyTrust(proxies.orElse(List.of()));
        this.hosts = new TrustedHosts(hosts);
        this.https = new HttpsRule(httpsRequired, publicHttpsPort.orElse(ownHttpsPort));
        this.cors = new Cors(new AllowedOrigins(origins.orElse(List.of())), preflightSeconds);
    }

    ProxyTrust proxies() {
        return proxies;
    }

    TrustedHosts hosts() {
        return hosts;
    }

    HttpsRule https() {
        return https;
    }

    Cors cors() {
        return cors;
    }
}
