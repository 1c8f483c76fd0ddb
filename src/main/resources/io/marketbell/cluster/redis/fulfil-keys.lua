-- Stores fulfilled keys, except those that another notification holds.
--
-- KEYS: idempotency keys. ARGV: expiry in milliseconds, then the fulfilled value of each key.
for i, key in ipairs(KEYS) do
  local held = redis.call('GET', key)
  if not held or string.sub(held, 2) == string.sub(ARGV[i + 1], 2) then
    redis.call('SET', key, ARGV[i + 1], 'PX', ARGV[1])
  end
end
return 1
