package io.marketbell.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.service.PublishArchive;
import io.marketbell.publish.service.PublishFixture;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service as a CDI bean in the server, with the server's own JSON-P. */
@ExtendWith(ArquillianExtension.class)
class NotificationServiceIT {

    @Deployment
    static WebArchive archive() {
        return PublishArchive.named("notification-service");
    }

    @Inject
    private NotificationService service;

    @Inject
    private PublishFixture fixture;

    @Test
    void applicationCodePublishesLikeHttpClients() throws Exception {
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        try (AutoCloseable listening = service.subscribe(outcomes::add)) {
            List<Receipt> receipts = service.publish(
                            "desk",
                            List.of(
                                    Publication.of(NotificationType.ORDER_FILLED)
                                            .recipients("alice")
                                            .instrument("AAPL")
                                            .key("ord-1#fill-1")
                                            .build(),
                                    Publication.of(NotificationType.PRICE_UPDATE)
                                            .instrument("AAPL")
                                            .build(),
                                    Publication.of(NotificationType.ORDER_FILLED)
                                            .build()))
                    .toCompletableFuture()
                    .join();

            assertThat(receipts.get(0)).isInstanceOf(Receipt.Accepted.class);
            assertThat(((Receipt.Accepted) receipts.get(0)).offset()).isPositive();
            assertThat(receipts.get(1)).isInstanceOf(Receipt.Accepted.class);
            assertThat(receipts.get(2)).isInstanceOf(Receipt.Invalid.class);
            assertThat(outcomes).extracting(Outcome::kind).containsExactly(Outcome.Kind.QUEUED);
            assertThat(listening).isNotNull();
        }
        assertThat(fixture.delivered()).isNotEmpty().allMatch(notification -> !notification.isDurable());
    }

    @Test
    void statusAndHistoryContainTheSameNotification() {
        Receipt receipt = service.publish(
                        "desk",
                        List.of(Publication.of(NotificationType.RISK_ALERT)
                                .recipients("carol")
                                .build()))
                .toCompletableFuture()
                .join()
                .get(0);
        String id = ((Receipt.Accepted) receipt).id();

        assertThat(service.status(id))
                .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(Outcome.Kind.QUEUED));
        assertThat(service.history("carol", 0, Set.of(), 10).notifications())
                .singleElement()
                .satisfies(read -> assertThat(read.notification().id()).isEqualTo(id));
        assertThat(service.status(id))
                .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(Outcome.Kind.SENT));
    }
}
