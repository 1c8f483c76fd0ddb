package io.marketbell.cluster.redis;

import java.util.HashMap;
import java.util.Map;

/** The response to the command INFO. */
final class RedisInfo {
    private static final int MAJOR = 6;
    private static final int MINOR = 2;

    private final Map<String, String> fields = new HashMap<>();

    RedisInfo(String text) {
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }

    String runId() {
        return field("run_id");
    }

    String replicationId() {
        return field("master_replid");
    }

    String version() {
        return field("redis_version");
    }

    String evictionPolicy() {
        return field("maxmemory_policy");
    }

    /** Returns whether keys can be removed before they expire. */
    boolean mayEvict() {
        return !evictionPolicy().isEmpty() && !"noeviction".equals(evictionPolicy());
    }

    /** Returns why this server must not be used; empty if it may. */
    String refusal() {
        if ("1".equals(field("cluster_enabled"))) {
            return "the server is a node of a Redis Cluster, which is not supported; use one primary with replicas";
        }
        if ("slave".equals(field("role"))) {
            return "the server is a replica; use the primary, or a redis-sentinel:// URL";
        }
        return isTooOld()
                ? "the server has version " + version() + "; version " + MAJOR + "." + MINOR + " or later is required"
                : "";
    }

    private boolean isTooOld() {
        String[] parts = version().split("\\.");
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major < MAJOR || major == MAJOR && minor < MINOR;
        } catch (NumberFormatException e) {
            // a compatible server with another form of versions
            return false;
        }
    }
}
