package io.marketbell.operations;

import io.marketbell.settings.Settings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * The classes that read settings by name, with a function that makes each read all of them. The classes are not public.
 */
final class SettingsReaders {
    /** By class; the function returns the object created from the settings. */
    private final Map<String, Function<Config, Object>> all = new LinkedHashMap<>();

    SettingsReaders() {
        for (String methods : new String[] {
            "app.PipelineSettings publishing journal delivery shutdown drain sendsNotifications connections acknowledgingUsers instruments openOrders",
            "callback.CallbackSettings allowlist backoff limits timeout atOnce atOnceToOneHost",
            "edge.EdgeSettings proxies hosts https cors metricsAccount pageLimit",
            "ratelimit.LimitConfiguration settings"
        }) {
            String[] words = methods.split(" ");
            all.put("io.marketbell." + words[0], config -> {
                Object reader = made("io.marketbell." + words[0], config);
                return Arrays.stream(words)
                        .skip(1)
                        .map(name -> call(reader, name))
                        .toList();
            });
        }
        all.put(
                "io.marketbell.identity.apikey.FirstAdminKeySetting",
                config -> callStatic("io.marketbell.identity.apikey.FirstAdminKeySetting", "isWanted", config));
        all.put(
                "io.marketbell.audit.AuditSettings",
                config -> callStatic("io.marketbell.audit.AuditSettings", "refusalsPerMinute", config));
        all.put(
                "io.marketbell.health.watch.HealthSettings",
                config -> callStatic("io.marketbell.health.watch.HealthSettings", "of", config));
        all.put(
                "io.marketbell.delivery.DeliverySettings",
                config -> callStatic(
                        "io.marketbell.delivery.DeliverySettings", "of", new Settings(config, "marketbell.")));
        all.put(
                "io.marketbell.edge.limit.PageLimitSettings",
                config -> callStatic("io.marketbell.edge.limit.PageLimitSettings", "of", new Settings(config, "")));
        all.put(
                "io.marketbell.channel.ChannelSettings",
                config -> callStatic("io.marketbell.channel.ChannelSettings", "of", config));
        all.put(
                "io.marketbell.cluster.ClusterSettings",
                config -> callStatic("io.marketbell.cluster.ClusterSettings", "of", config));
        all.put(
                "io.marketbell.cluster.redis.RedisSettings",
                config -> callStatic("io.marketbell.cluster.redis.RedisSettings", "of", config));
        all.put(
                "io.marketbell.cluster.redis.BucketSettings",
                config -> callStatic("io.marketbell.cluster.redis.BucketSettings", "of", config));
        all.put("io.marketbell.identity.token.TokenBeans", config -> {
            Executor none = task -> {};
            return new Object[] {
                callStatic("io.marketbell.identity.token.TokenBeans", "rules", config),
                callStatic("io.marketbell.identity.token.TokenBeans", "tokens", config, none)
            };
        });
    }

    Map<String, Function<Config, Object>> all() {
        return all;
    }

    private static Object made(String type, Object... arguments) {
        try {
            for (Constructor<?> constructor : Class.forName(type).getDeclaredConstructors()) {
                if (constructor.getParameterCount() == arguments.length) {
                    constructor.setAccessible(true);
                    return constructor.newInstance(arguments);
                }
            }
            throw new IllegalStateException(type + " has no such constructor");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type, e);
        }
    }

    private static Object callStatic(String type, String name, Object... arguments) {
        try {
            return call(Class.forName(type), null, name, arguments);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(Object object, String name, Object... arguments) {
        return call(object.getClass(), object, name, arguments);
    }

    private static Object call(Class<?> type, Object object, String name, Object... arguments) {
        try {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                    method.setAccessible(true);
                    return method.invoke(object, arguments);
                }
            }
            throw new IllegalStateException(type + " has no method " + name);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + "." + name + ": " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
