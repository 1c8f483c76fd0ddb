package io.marketbell.edge;

import io.marketbell.edge.forwarded.ProxyTrust;
import io.marketbell.edge.limit.PageLimitSettings;
import io.marketbell.http.address.AllowedOrigins;
import io.marketbell.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The settings of the edge filters, read once. */
@Dependent
class EdgeSettings {
    private final ProxyTrust proxies;
    private final TrustedHosts hosts;
    private final HttpsRule https;
    private final Cors cors;
    private final Optional<MetricsAccount> metricsAccount;
    private final PageLimitSettings pageLimit;

    /** Also called by {@link ServerPageFilters}, which the server loads without injection. */
    @Inject
    EdgeSettings(Config config) {
        Settings settings = new Settings(config, "");
        this.proxies = new ProxyTrust(settings.texts(ProxyTrust.SETTING, List.of()));
        this.hosts = new TrustedHosts(settings.texts(TrustedHosts.SETTING, TrustedHosts.DEFAULT));
        this.https = new HttpsRule(
                settings.flag(HttpsRule.SETTING, true),
                settings.count(HttpsRule.PORT_SETTING, settings.count(HttpsRule.OWN_PORT, 443)));
        this.cors = new Cors(
                new AllowedOrigins(settings.texts(AllowedOrigins.SETTING, List.of())),
                settings.number(Cors.PREFLIGHT_SETTING, Cors.PREFLIGHT_SECONDS));
        this.metricsAccount = metricsAccount(settings);
        this.pageLimit = PageLimitSettings.of(settings);
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

    /** The account that may read /metrics; empty if it is open. */
    Optional<MetricsAccount> metricsAccount() {
        return metricsAccount;
    }

    PageLimitSettings pageLimit() {
        return pageLimit;
    }

    /** A configured password always closes /metrics. */
    private static Optional<MetricsAccount> metricsAccount(Settings settings) {
        Optional<String> user = settings.text(MetricsAccount.USER_SETTING);
        Optional<String> password = settings.text(MetricsAccount.PASSWORD_SETTING);
        boolean required =
                settings.flag(MetricsAccount.REQUIRED_SETTING, settings.flag("marketbell.production", false));
        if (!required && password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                user.isPresent() && password.isPresent()
                        ? MetricsAccount.of(user.get(), password.get())
                        : MetricsAccount.NONE);
    }
}
