package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;

/**
 * The ends of the stream.
 *
 * @param first the id of the first entry; null if there is none
 * @param last the id of the last entry that was ever added
 */
record StreamEdges(StreamId first, StreamId last) {
    private static final StreamEdges NONE = new StreamEdges(null, StreamId.START);

    static StreamEdges read(RedisCalls calls, byte[] stream) throws RedisFailure {
        try {
            return of(calls.await(calls.commands().xinfoStream(stream)));
        } catch (RedisFailure e) {
            if (e.getCause() instanceof RedisCommandExecutionException) {
                // there is no stream yet
                return NONE;
            }
            throw e;
        }
    }

    private static StreamEdges of(List<Object> info) {
        StreamId first = null;
        StreamId last = StreamId.START;
        for (int i = 0; i + 1 < info.size(); i += 2) {
            String name = text(info.get(i));
            Object value = info.get(i + 1);
            if (name.equals("last-generated-id")) {
                last = StreamId.of(text(value));
            } else if (name.equals("first-entry") && value instanceof List<?> entry && !entry.isEmpty()) {
                first = StreamId.of(text(entry.get(0)));
            }
        }
        return new StreamEdges(first, last);
    }

    /** Returns whether an entry after the position may have been removed. */
    boolean mayMiss(StreamId position) {
        return last.compareTo(position) > 0 && (first == null || first.compareTo(position) > 0);
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
    }
}
