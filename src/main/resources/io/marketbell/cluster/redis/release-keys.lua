-- Deletes keys that are claimed and not fulfilled, except those that another notification holds.
--
-- KEYS: idempotency keys. ARGV: unused, then the claimed value of each key.
for i, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[i + 1] then
    redis.call('DEL', key)
  end
end
return 1
