package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.notification.Priority;
import io.marketbell.subscription.SubscriptionFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplyEncoderTest {
    private static final RequestEcho ECHO = new RequestEcho("subscribe", "2");

    private static ActiveSubscription subscription(int number, int names, String prefix) {
        Set<String> instruments =
                IntStream.range(0, names).mapToObj(i -> prefix + (1_000 + i)).collect(Collectors.toSet());
        return new ActiveSubscription(
                "s" + number, new SubscriptionFilter(Set.of(), instruments, Set.of(), Priority.LOW));
    }

    @Test
    void aReplyListsAllSubscriptionsIfTheListIsShort() {
        assertThat(ReplyEncoder.subscribed(ECHO, "s2", List.of(subscription(1, 1, "A"), subscription(2, 1, "B"))))
                .isEqualTo(
                        "{\"method\":\"subscribe\",\"req_id\":2,\"success\":true,\"result\":{\"subscription\":\"s2\","
                                + "\"subscriptions\":[{\"subscription\":\"s1\",\"types\":[],\"instruments\":[\"A1000\"],"
                                + "\"brokers\":[],\"min_priority\":\"LOW\"},{\"subscription\":\"s2\",\"types\":[],"
                                + "\"instruments\":[\"B1000\"],\"brokers\":[],\"min_priority\":\"LOW\"}]}}");
    }

    @Test
    void aReplyOmitsAListOfMoreThan16KiBAndTheListRequestDoesNot() {
        List<ActiveSubscription> all = new ArrayList<>();
        int lists = 0;
        for (int i = 1; i <= 30; i++) {
            all.add(subscription(i, 100, "\u00e4"));
            String whole = ReplyEncoder.subscriptions(ECHO, all);
            int bytes = whole.substring(whole.indexOf('['), whole.lastIndexOf(']') + 1)
                    .getBytes(StandardCharsets.UTF_8)
                    .length;
            boolean listed = ReplyEncoder.subscribed(ECHO, "s" + i, all).contains("\"subscriptions\"");
            assertThat(listed).as("%s bytes", bytes).isEqualTo(bytes <= 16 << 10);
            lists += listed ? 1 : 0;
        }
        assertThat(lists).isBetween(5, 29);
        assertThat(ReplyEncoder.subscribed(ECHO, "s30", all))
                .isEqualTo(
                        "{\"method\":\"subscribe\",\"req_id\":2,\"success\":true,\"result\":{\"subscription\":\"s30\"}}");
    }

    @Test
    void aSubscriptionIsRenderedOnlyOnce() {
        AtomicInteger rendered = new AtomicInteger();
        ActiveSubscription small = subscription(1, 10, "A");
        for (int i = 0; i < 3; i++) {
            small.listing(each -> "listing " + rendered.incrementAndGet());
        }

        assertThat(rendered).hasValue(1);
        assertThat(small.listing(each -> "another")).isEqualTo("listing 1");
    }
}
