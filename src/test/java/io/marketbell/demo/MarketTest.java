package io.marketbell.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.NotificationType;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MarketTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    private static final int TEN_MINUTES = 10 * 60 * 4;

    @Test
    void theSameSeedProducesTheSameMarket() {
        assertThat(news(7, 500)).isEqualTo(news(7, 500)).isNotEqualTo(news(8, 500));
    }

    @Test
    void everyTypeOccursWithinAFewMinutes() {
        for (long seed = 0; seed < 10; seed++) {
            Set<String> seen = new TreeSet<>();
            news(seed, TEN_MINUTES).forEach(item -> seen.add(item.getString("type")));
            assertThat(seen)
                    .as("seed %s", seed)
                    .containsExactlyInAnyOrder(
                            NotificationType.known().stream().map(Enum::name).toArray(String[]::new));
        }
    }

    @Test
    void pricesStayPositive() {
        Market market = new Market(new Random(7), NOON, "s");
        for (int i = 0; i < 50_000; i++) {
            for (JsonObject item : market.tick()) {
                JsonObject body = item.getJsonObject("body");
                if (body.containsKey("price")) {
                    assertThat(new BigDecimal(body.getString("price"))).isPositive();
                }
            }
        }
    }

    @Test
    void fillsFollowTheirAcceptanceAndQuantitiesAddUp() {
        Map<String, Integer> leaves = new HashMap<>();
        Set<String> done = new HashSet<>();
        for (JsonObject item : news(7, TEN_MINUTES)) {
            JsonObject body = item.getJsonObject("body");
            String order = body.getString("order_id", null);
            switch (NotificationType.valueOf(item.getString("type"))) {
                case ORDER_ACCEPTED -> {
                    assertThat(leaves.put(order, number(body, "quantity"))).isNull();
                    assertThat(number(body, "leaves_quantity")).isEqualTo(number(body, "quantity"));
                }
                case ORDER_FILLED -> {
                    assertThat(done).doesNotContain(order);
                    int left = leaves.get(order) - number(body, "last_quantity");
                    assertThat(number(body, "leaves_quantity")).isEqualTo(left).isNotNegative();
                    leaves.put(order, left);
                    if (left == 0) {
                        done.add(order);
                    }
                }
                case ORDER_CANCELLED -> {
                    assertThat(number(body, "leaves_quantity"))
                            .isEqualTo(leaves.get(order))
                            .isPositive();
                    assertThat(done.add(order)).isTrue();
                }
                case ORDER_REJECTED -> {
                    assertThat(leaves).doesNotContainKey(order);
                    assertThat(done.add(order)).isTrue();
                }
                default -> assertThat(order).isNull();
            }
        }
        assertThat(done).hasSizeGreaterThan(100);
    }

    @Test
    void everyItemHasTheRequiredFieldsOfItsType() {
        for (JsonObject item : news(7, TEN_MINUTES)) {
            NotificationType type = NotificationType.valueOf(item.getString("type"));
            for (NotificationType.Required field : NotificationType.Required.values()) {
                if (type.requires(field)) {
                    assertThat(item).containsKey(field.name().toLowerCase(java.util.Locale.ROOT));
                }
            }
            if (item.containsKey("recipients")) {
                assertThat(item.getJsonArray("recipients").getString(0)).isIn("alice", "bob", "desk");
            }
        }
    }

    @Test
    void noTwoItemsShareAKey() {
        List<String> keys = news(7, TEN_MINUTES).stream()
                .filter(item -> item.containsKey("key"))
                .map(item -> item.getString("key"))
                .toList();
        assertThat(keys).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    @Test
    void publishesAtMostAFewDozenNotificationsASecond() {
        Market market = new Market(new Random(7), NOON, "s");
        for (int second = 0; second < 600; second++) {
            int count = 0;
            for (int tick = 0; tick < 4; tick++) {
                count += market.tick().size();
            }
            assertThat(count).isBetween(8, 60);
        }
    }

    private static List<JsonObject> news(long seed, int ticks) {
        Market market = new Market(new Random(seed), NOON, "s");
        List<JsonObject> news = new ArrayList<>();
        for (int i = 0; i < ticks; i++) {
            news.addAll(market.tick());
        }
        return news;
    }

    private static int number(JsonObject body, String name) {
        return Integer.parseInt(body.getString(name));
    }
}
