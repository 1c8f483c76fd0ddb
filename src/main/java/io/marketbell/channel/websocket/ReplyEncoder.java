package io.marketbell.channel.websocket;

import io.marketbell.channel.RequestRefusal;
import io.marketbell.channel.SessionInfo;
import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.json.JsonText;
import io.marketbell.subscription.SubscriptionFilter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Encodes the replies to a client's requests. */
final class ReplyEncoder {
    private ReplyEncoder() {}

    static String success(RequestEcho echo) {
        return head(echo, true).append('}').toString();
    }

    static String session(RequestEcho echo, SessionInfo facts) {
        return head(echo, true)
                .append(",\"result\":")
                .append(facts.json())
                .append('}')
                .toString();
    }

    static String subscribed(RequestEcho echo, String subscription, List<ActiveSubscription> all) {
        StringBuilder json = head(echo, true).append(",\"result\":{\"subscription\":");
        JsonText.quote(json, subscription);
        if (isShort(all)) {
            subscriptions(json.append(','), all);
        }
        return json.append("}}").toString();
    }

    static String subscriptions(RequestEcho echo, List<ActiveSubscription> all) {
        return subscriptions(head(echo, true).append(",\"result\":{"), all)
                .append("}}")
                .toString();
    }

    /**
     * Returns whether the list of all has at most {@link ActiveSubscription#LISTED_BYTES}. Does not render lists that
     * are too long.
     */
    private static boolean isShort(List<ActiveSubscription> all) {
        int atLeast = all.stream().mapToInt(ActiveSubscription::weight).sum();
        if (atLeast > ActiveSubscription.LISTED_BYTES) {
            return false;
        }
        int bytes = 2;
        for (ActiveSubscription subscription : all) {
            bytes += 1 + subscription.listing(ReplyEncoder::listing).getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes <= ActiveSubscription.LISTED_BYTES;
    }

    static String acknowledged(RequestEcho echo, long offset) {
        return head(echo, true)
                .append(",\"result\":{\"offset\":")
                .append(offset)
                .append("}}")
                .toString();
    }

    static String error(RequestEcho echo, RequestRefusal refusal, String detail) {
        StringBuilder json = head(echo, false).append(",\"error\":{\"code\":").append(refusal.code());
        json.append(",\"title\":\"").append(refusal.title()).append('"');
        JsonText.member(json, "detail", detail);
        return json.append("}}").toString();
    }

    private static StringBuilder head(RequestEcho echo, boolean success) {
        StringBuilder json = new StringBuilder(256).append('{');
        if (echo.method() != null) {
            json.append("\"method\":\"").append(echo.method()).append("\",");
        }
        if (echo.isNumbered()) {
            json.append("\"req_id\":").append(echo.requestId()).append(',');
        }
        return json.append("\"success\":").append(success);
    }

    private static StringBuilder subscriptions(StringBuilder json, List<ActiveSubscription> all) {
        json.append("\"subscriptions\":[");
        for (int i = 0; i < all.size(); i++) {
            json.append(i == 0 ? "" : ",").append(all.get(i).listing(ReplyEncoder::listing));
        }
        return json.append(']');
    }

    private static String listing(ActiveSubscription subscription) {
        StringBuilder json = new StringBuilder(128 + subscription.weight()).append("{\"subscription\":");
        JsonText.quote(json, subscription.id());
        filter(json, subscription.filter());
        return json.append('}').toString();
    }

    private static void filter(StringBuilder json, SubscriptionFilter filter) {
        names(json, "types", filter.types().stream().map(Enum::name).toList());
        names(json, "instruments", filter.instruments());
        names(json, "brokers", filter.brokers());
        json.append(",\"min_priority\":\"").append(filter.minimumPriority()).append('"');
    }

    /** Sorted, because the iteration order of a set may differ between replies. */
    private static void names(StringBuilder json, String member, Collection<String> names) {
        json.append(",\"").append(member).append("\":[");
        boolean first = true;
        for (String name : new TreeSet<>(names)) {
            if (!first) {
                json.append(',');
            }
            JsonText.quote(json, name);
            first = false;
        }
        json.append(']');
    }
}
