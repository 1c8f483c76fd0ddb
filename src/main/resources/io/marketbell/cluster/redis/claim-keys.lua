-- Claims the free keys and returns what is stored under each key.
--
-- KEYS: idempotency keys. ARGV: expiry in milliseconds, then the value of each key.
-- A value is its state ('0' claimed, '1' fulfilled), the length of the id, the id, and the hash of the content.
local held = {}
for i, key in ipairs(KEYS) do
  held[i] = redis.call('GET', key)
  if not held[i] then
    held[i] = ARGV[i + 1]
    redis.call('SET', key, held[i], 'PX', ARGV[1])
  end
end
return held
