package io.marketbell.channel.websocket;

import io.marketbell.http.address.Network;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The users of the tests, and the events of their orders. */
public final class Trade {
    public static final Caller ALICE = new Caller("alice", Set.of(Role.TRADER), Tier.PREMIUM, "key-alice");
    static final Caller BOB = new Caller("bob", Set.of(Role.TRADER), Tier.STANDARD, "key-bob");
    static final Caller ADMIN = new Caller("root", Set.of(Role.ADMIN), Tier.STANDARD, "key-admin");
    static final Caller PUBLISHER = new Caller("feed", Set.of(Role.PUBLISHER), Tier.BROKER, "key-feed");
    static final Caller CROWDED =
            new Caller(ScriptedDeliveryHub.CROWDED_USER, Set.of(Role.TRADER), Tier.STANDARD, "key-crowded");
    public static final Caller BROKEN =
            new Caller(ScriptedDeliveryHub.BROKEN_USER, Set.of(Role.TRADER), Tier.STANDARD, "key-broken");

    /** May be used from 192.0.2.0/24 only. */
    private static final Caller ELSEWHERE = new Caller(
            "alice",
            Set.of(Role.TRADER),
            Tier.PREMIUM,
            "key-elsewhere",
            null,
            new KeyRestrictions(List.of(Network.parse("192.0.2.0/24")), PublishScope.UNRESTRICTED));

    private static final Map<String, Caller> KEYS = Map.of(
            "mb_elsewhere",
            ELSEWHERE,
            "mb_alice",
            ALICE,
            "mb_admin",
            ADMIN,
            "mb_bob",
            BOB,
            "mb_feed",
            PUBLISHER,
            "mb_crowded",
            CROWDED,
            "mb_broken",
            BROKEN);

    /** Callers by token. */
    private static final Map<String, Caller> TOKENS = Map.of(
            "alice.until.noon",
            withToken("alice", Role.TRADER, "2026-11-23T12:00:00Z"),
            "alice.until.one",
            withToken("alice", Role.TRADER, "2026-11-23T13:00:00Z"),
            "alice.publishes.now",
            withToken("alice", Role.PUBLISHER, "2026-11-23T13:00:00Z"),
            "bob.until.noon",
            withToken("bob", Role.TRADER, "2026-11-23T12:00:00Z"));

    static final Authenticator AUTHENTICATOR = new Authenticator() {
        @Override
        public Optional<Caller> byApiKey(String apiKey) {
            return Optional.ofNullable(KEYS.get(apiKey));
        }

        @Override
        public Optional<Caller> byToken(String token) {
            return Optional.ofNullable(TOKENS.get(token));
        }
    };

    private static Caller withToken(String user, Role role, String end) {
        return new Caller(user, Set.of(role), Tier.BROKER, "jwt:" + user + end, Instant.parse(end));
    }

    private Trade() {}

    public static Notification fill(long offset, String instrument) {
        return notification(NotificationType.ORDER_FILLED, offset, instrument, List.of("alice"));
    }

    public static Notification price(String instrument) {
        return notification(NotificationType.PRICE_UPDATE, 0, instrument, List.of());
    }

    private static Notification notification(
            NotificationType type, long offset, String instrument, List<String> recipients) {
        Instant time = Instant.parse("2026-11-23T10:15:30.123Z");
        return new Notification(
                "01JD0000000000000000000000",
                type,
                type.defaultPriority(),
                time,
                instrument,
                "alpaca",
                recipients,
                offset,
                time.plus(type.defaultTimeToLive()),
                null,
                "{\"price\":\"585.33\"}",
                "feed",
                time,
                null,
                null);
    }
}
