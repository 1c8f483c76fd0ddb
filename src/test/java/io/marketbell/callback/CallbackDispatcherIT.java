package io.marketbell.callback;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.ulid.UlidCreator;
import io.marketbell.database.ProductArchive;
import io.marketbell.deadletter.CallbackRetry;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Priority;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Outcomes in the server, with real CDI, Fault Tolerance, managed threads and database. */
@ExtendWith(ArquillianExtension.class)
class CallbackDispatcherIT {

    @Inject
    OutcomeSink outcomes;

    @Inject
    DeadLetters letters;

    @Inject
    CallbackRetry retry;

    @Inject
    CallbackPorts ports;

    @Deployment
    static WebArchive archive() {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, "callback-it.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.callback",
                        "io.marketbell.deadletter",
                        "io.marketbell.json",
                        "io.marketbell.notification")
                .addClasses(io.marketbell.http.address.Network.class)
                .addClasses(io.marketbell.identity.Role.class, io.marketbell.identity.Tier.class)
                .addClasses(CallbackDispatcherIT.class, CallbackPorts.class, WebhookReceiver.class)
                .addAsResource(
                        new StringAsset("marketbell.callback.hosts=127.0.0.1\nmarketbell.callback.attempts=1\n"),
                        "META-INF/microprofile-config.properties")
                .addAsLibraries(jars(Assertions.class, org.awaitility.Awaitility.class, org.hamcrest.Matcher.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ProductArchive.with(archive);
    }

    private static File[] jars(Class<?>... classes) {
        return Stream.of(classes).map(CallbackDispatcherIT::jar).distinct().toArray(File[]::new);
    }

    private static File jar(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void outcomeIsSentToTheWebhookAndToObservers() throws Exception {
        try (WebhookReceiver webhookReceiver = new WebhookReceiver()) {
            BlockingQueue<String> notified = new LinkedBlockingQueue<>();
            webhookReceiver.answers(exchange -> {
                exchange.sendResponseHeaders(204, -1);
                notified.add("notified");
            });
            Outcome sent = outcome("n1", webhookReceiver.url("/hook"));
            outcomes.accept(sent);

            await().until(() -> ports.observed().contains(sent));
            assertThat(notified.poll(20, SECONDS)).isNotNull();
            WebhookReceiver.ReceivedCallback request = webhookReceiver.received.get(0);
            long timestamp = Long.parseLong(request.header("X-marketbell-timestamp"));
            assertThat(request.header("X-marketbell-signature"))
                    .isEqualTo(CallbackSignature.of("whsec_gateway", timestamp, request.body()));
        }
    }

    @Test
    void failedCallbackBecomesADeadLetterAndCanBeSentAgain() throws Exception {
        try (WebhookReceiver webhookReceiver = new WebhookReceiver()) {
            BlockingQueue<Integer> answered = new LinkedBlockingQueue<>();
            webhookReceiver.answers(exchange -> {
                int status = webhookReceiver.received.size() == 1 ? 500 : 200;
                exchange.sendResponseHeaders(status, -1);
                answered.add(status);
            });
            String url = webhookReceiver.url("/hook");
            // the database still contains data of the previous run
            String id = UlidCreator.getMonotonicUlid().toString();
            outcomes.accept(outcome(id, url));
            assertThat(answered.poll(20, SECONDS)).isEqualTo(500);
            await().until(() -> !letters.reasonsOf(id).isEmpty());

            assertThat(letters.reasonsOf(id)).isEqualTo(Map.of(url, DeadLetters.Reason.CALLBACK_FAILED));
            assertThat(retry.retry(id, url)).isEqualTo(1);
            assertThat(answered.poll(20, SECONDS)).isEqualTo(200);
        }
    }

    private static Outcome outcome(String id, String url) {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        Notification fill = new Notification(
                id,
                NotificationType.ORDER_FILLED,
                Priority.CRITICAL,
                now,
                "AAPL",
                "alpaca",
                List.of("alice"),
                816,
                now.plusSeconds(3_600),
                null,
                "{\"note\":\"für\"}",
                "gateway",
                now,
                url,
                null);
        return new Outcome(fill, Outcome.Kind.SENT, "alice", now, 1);
    }
}
