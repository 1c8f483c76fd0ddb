package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.app.MarketbellApplication;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.database.ProductArchive;
import io.marketbell.identity.Tier;
import io.marketbell.publish.PublishCharge;
import io.marketbell.testkit.server.WebXml;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rate limiting in the container: the bean, and the filter before all endpoints. */
@ExtendWith(ArquillianExtension.class)
class RateLimiterIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Deployment
    static WebArchive archive() throws Exception {
        return ProductArchive.with(ShrinkWrap.create(WebArchive.class, "limits.war")
                .addPackages(
                        false,
                        path -> !path.get().matches(".*/(\\w*Test\\w*|\\w*IT|\\w*Benchmark\\w*|Rates)([$].*)?[.]class"),
                        "io.marketbell.ratelimit",
                        "io.marketbell.ratelimit.bucket",
                        "io.marketbell.ratelimit.frame",
                        "io.marketbell.http.route",
                        "io.marketbell.http.address",
                        "io.marketbell.identity",
                        "io.marketbell.identity.apikey",
                        "io.marketbell.identity.token")
                .deleteClass("io.marketbell.identity.BelievingIdentification")
                .addClasses(
                        PublishCharge.class,
                        FrameLimiter.class,
                        FrameLimiter.ConnectionLimiter.class,
                        FrameLimiter.Verdict.class)
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.audit",
                        "io.marketbell.edge.limit",
                        "io.marketbell.http.trace")
                .addPackages(false, "io.marketbell.json", "io.marketbell.notification")
                .addClass(MarketbellApplication.class)
                .addAsResource(
                        new StringAsset("marketbell.identity.development.keys=true\nmarketbell.ratelimit.mode=block\n"
                                + "marketbell.ratelimit.address.rate=5000\n"),
                        "META-INF/microprofile-config.properties")
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
                .addAsWebInfResource(WebXml.ofFilters("audit", "limits", "credentials"), "web.xml")
                .addAsWebResource(new StringAsset("a page\n"), "page.txt")
                .addAsLibraries(jarOf(Assertions.class)));
    }

    private static File jarOf(Class<?> type) throws Exception {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Inject
    RateLimiter limiter;

    @Inject
    FrameLimiter gate;

    @Test
    void theBeanLimitsUsersByTier() {
        Subjects user = Subjects.user(unique(), Tier.PREMIUM);

        long began = System.nanoTime();
        int granted = 0;
        Decision decision = limiter.tryAcquire(user, 1);
        while (decision.isGranted()) {
            granted++;
            decision = limiter.tryAcquire(user, 1);
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        assertThat(granted).isBetween(100, 101 + (int) (50 * seconds));
        assertThat(decision.refusedBy()).containsExactly(Policy.USER);
        assertThat(limiter.refused(Policy.USER)).isPositive();
    }

    @Test
    void anOverrideOfTheBeanTakesEffectAtOnceForAllCallers() {
        String user = unique();
        Subject subject = Subject.parse("user:" + user);
        limiter.override(subject, new Allowance(new Limit(1, 3), null));

        assertThat(limiter.tryAcquire(Subjects.user(user, Tier.BROKER), 3).isGranted())
                .isTrue();
        assertThat(limiter.tryAcquire(Subjects.user(user, Tier.BROKER), 1).isGranted())
                .isFalse();
        assertThat(limiter.inspect(subject).overridden()).isTrue();

        limiter.reset(subject);
        assertThat(limiter.inspect(subject).state().remaining()).isEqualTo(1_000);
    }

    @Test
    void framesUseTheSameBuckets() {
        String user = unique();
        limiter.override(Subject.parse("user:" + user), new Allowance(new Limit(1, 1), null));
        io.marketbell.identity.Caller caller =
                new io.marketbell.identity.Caller(user, java.util.Set.of(), Tier.STANDARD, "key");

        assertThat(limiter.tryAcquire(Subjects.user(user, Tier.STANDARD), 1).isGranted())
                .isTrue();
        assertThat(gate.open("203.0.113.7").check("subscribe", caller)).isEqualTo(FrameLimiter.Verdict.REFUSE);
    }

    @Test
    @RunAsClient
    void everyResponseContainsTheStateOfTheLimits(@ArquillianResource URI base) throws Exception {
        for (String path : new String[] {"page.txt", "nowhere.html", "api/v1/audit", "api/v1/nowhere", "api/nowhere"}) {
            HttpResponse<String> answer = get(base, path, null);
            assertThat(answer.headers().firstValue("RateLimit-Policy").orElse(""))
                    .as(path + " answered " + answer.statusCode())
                    .contains("\"address\";q=10000;w=2");
        }
        HttpResponse<String> wrongKey = get(base, "api/v1/audit", "mb_wrong");
        assertThat(wrongKey.statusCode()).isEqualTo(401);
        assertThat(wrongKey.headers().firstValue("RateLimit-Policy").orElse(""))
                .as("before credentials are refused")
                .startsWith("\"address\"");
        assertThat(get(base, "api/v1/rate-limits", "mb_dev_admin")
                        .headers()
                        .firstValue("RateLimit-Policy")
                        .orElse(""))
                .contains("\"user\"", "\"endpoint\"");
    }

    @Test
    @RunAsClient
    void anAdminSeesEndpointsByTemplate(@ArquillianResource URI base) throws Exception {
        get(base, "api/v1/rate-limits/user%3Aalice", "mb_dev_admin");
        get(base, "api/v1/rate-limits/endpoint%3AGET%20/api/v1/audit", "mb_dev_admin");
        get(base, "api/v1/some/path/or/other", "mb_dev_admin");

        assertThat(get(base, "api/v1/rate-limits", "mb_dev_admin").body())
                .contains("\"endpoint:GET /api/v1/rate-limits/{subject}\"", "\"endpoint:other\"")
                .doesNotContain("some/path", "{subject: .+}", "endpoint:endpoint");
    }

    private static HttpResponse<String> get(URI base, String path, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }
}
