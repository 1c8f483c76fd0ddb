package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.SharedKeys.Use;
import io.marketbell.cluster.local.MemoryKeys;
import io.marketbell.publish.NotificationService.Receipt;
import io.marketbell.publish.Publication;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A volatile item that is sent again to another node with the same key is published once. */
class SharedIdempotencyTest extends PublishServiceFixture {
    private final MemoryKeys keys = new MemoryKeys(SharedKeys.LEASE, () -> now);
    private final PublishService first = service(keys);
    private final PublishService second = service(keys);
    private final Publication price = price("AAPL").key("k").build();

    @Test
    void aKeyUsedAtOneNodeIsADuplicateAtAnother() {
        Receipt.Accepted accepted = (Receipt.Accepted) publish(first, price);

        Receipt.Accepted expected = new Receipt.Accepted(accepted.id(), 0, true);
        assertThat(publish(second, price)).isEqualTo(expected);
        assertThat(publish(second, price)).isEqualTo(expected);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aKeyUsedAtOneNodeIsRefusedForOtherContentAtAnother() {
        Receipt.Accepted accepted = (Receipt.Accepted) publish(first, price);
        Publication other = price("MSFT").key("k").build();

        assertThat(publish(second, other)).isEqualTo(new Receipt.KeyReused(accepted.id()));
        assertThat(publish(second, other)).isEqualTo(new Receipt.KeyReused(accepted.id()));
        assertThat(publish(second, price)).isEqualTo(new Receipt.Accepted(accepted.id(), 0, true));
        assertThat(delivered).hasSize(1);
    }

    @Test
    void itemsOfARequestAreDecidedIndependently() {
        Receipt.Accepted accepted = (Receipt.Accepted) publish(first, price);

        List<Receipt> receipts = receipts(second.publish(
                "desk",
                List.of(price("MSFT").build(), price, price("TSLA").key("new").build(), price)));

        assertThat(receipts.get(0)).matches(receipt -> receipt instanceof Receipt.Accepted one && !one.duplicate());
        assertThat(receipts.get(1)).isEqualTo(new Receipt.Accepted(accepted.id(), 0, true));
        assertThat(receipts.get(2)).matches(receipt -> receipt instanceof Receipt.Accepted one && !one.duplicate());
        assertThat(receipts.get(3)).isEqualTo(new Receipt.Accepted(accepted.id(), 0, true));
        assertThat(delivered).hasSize(3);
    }

    @Test
    void aPublicationInProgressAtAnotherNodeIsUnavailableUntilItsLeaseEnds() {
        keys.claim(List.of(new Use("desk\u0000k", "id of a node that has ended", new byte[1])));
        assertThat(publish(second, price)).isInstanceOf(Receipt.Unavailable.class);
        assertThat(delivered).isEmpty();

        now = now.plus(SharedKeys.LEASE);

        assertThat(publish(second, price)).isInstanceOf(Receipt.Accepted.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aKeyWhoseNotificationWasNotPublishedIsFreeAtAnotherNode() {
        delivery = notifications -> {
            throw new IllegalStateException("planted");
        };
        assertThat(publish(first, price)).isInstanceOf(Receipt.Unavailable.class);

        delivery = delivered::addAll;
        assertThat(publish(second, price)).isInstanceOf(Receipt.Accepted.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void withoutSharedKeysTheKeysOfThisNodeDecide() {
        keys.setReachable(false);
        Receipt.Accepted accepted = (Receipt.Accepted) publish(first, price);

        assertThat(publish(first, price)).isEqualTo(new Receipt.Accepted(accepted.id(), 0, true));
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aKeyIsSharedForTenMinutesAndKeptForADayByItsNode() {
        Receipt.Accepted accepted = (Receipt.Accepted) publish(first, price);
        now = now.plus(Duration.ofMinutes(11));

        assertThat(publish(first, price)).isEqualTo(new Receipt.Accepted(accepted.id(), 0, true));
        assertThat(publish(second, price))
                .matches(receipt -> receipt instanceof Receipt.Accepted one && !one.duplicate());
    }

    private static Receipt publish(PublishService service, Publication item) {
        return receipts(service.publish("desk", List.of(item))).get(0);
    }
}
