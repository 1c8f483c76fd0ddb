package io.marketbell.cluster.redis;

/**
 * The scripts of presence. The counts of a user are a hash with a field for each incarnation of a node. A counted
 * incarnation has a key with the time of its last beat, which expires.
 */
final class PresenceScripts {
    private PresenceScripts() {}

    static final long REFUSED = 0;
    static final long ADMITTED = 1;
    static final long UNDECIDED = 2;

    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    /**
     * Counts a connection. Counts of incarnations with a beat after {@code since} refuse it; counts of those with a
     * recent beat leave it undecided; others are ignored. Fields of ended incarnations are removed.
     *
     * <p>KEYS: user. ARGV: own field, prefix of the beats, maximum, since (0 at the first attempt), age at which a beat
     * is no longer recent, expiry. Returns the decision and the time.
     */
    static final String ENTER = NOW + """
            local since = tonumber(ARGV[4])
            local recent_for = tonumber(ARGV[5])
            local mine, proven, recent = 0, 0, 0
            local fields = redis.call('HGETALL', KEYS[1])
            for i = 1, #fields, 2 do
              local count = tonumber(fields[i + 1]) or 0
              if fields[i] == ARGV[1] then
                mine = count
              else
                local beat = tonumber(redis.call('GET', ARGV[2] .. fields[i]))
                if not beat then
                  redis.call('HDEL', KEYS[1], fields[i])
                elseif since > 0 and beat > since then
                  proven = proven + count
                elseif now - beat <= recent_for then
                  recent = recent + count
                end
              end
            end
            local at_most = tonumber(ARGV[3])
            if mine + proven + recent < at_most then
              redis.call('HSET', KEYS[1], ARGV[1], mine + 1)
              redis.call('PEXPIRE', KEYS[1], ARGV[6])
              return {1, now}
            elseif since > 0 and mine + proven >= at_most then
              return {0, now}
            end
            return {2, now}
            """;

    /** KEYS: users. ARGV: own field, expiry, the count of each user. */
    static final String WRITE = """
            for i = 1, #KEYS do
              local count = ARGV[i + 2]
              if count == '0' then
                redis.call('HDEL', KEYS[i], ARGV[1])
              else
                redis.call('HSET', KEYS[i], ARGV[1], count)
                redis.call('PEXPIRE', KEYS[i], ARGV[2])
              end
            end
            return #KEYS
            """;

    /** KEYS: user. ARGV: own field, prefix of the beats. Returns the connections at other running nodes. */
    static final String ELSEWHERE = """
            local sum = 0
            local fields = redis.call('HGETALL', KEYS[1])
            for i = 1, #fields, 2 do
              if fields[i] ~= ARGV[1] and redis.call('EXISTS', ARGV[2] .. fields[i]) == 1 then
                sum = sum + (tonumber(fields[i + 1]) or 0)
              end
            end
            return sum
            """;

    /**
     * KEYS: own beat. ARGV: lease, 1 to begin. Writes nothing if the beat is missing. Returns whether it was written,
     * and the identity of the server process; it is empty if the account must not read it.
     */
    static final String BEAT = NOW + """
            local written = 0
            if ARGV[2] == '1' or redis.call('EXISTS', KEYS[1]) == 1 then
              redis.call('SET', KEYS[1], now, 'PX', ARGV[1])
              written = 1
            end
            local info = redis.pcall('INFO', 'server')
            local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
            return {written, run}
            """;
}
