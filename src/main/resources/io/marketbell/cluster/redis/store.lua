-- Stores last values that are newer than those stored, and appends an entry to the stream.
-- KEYS: stream, values, expiries, bytes
-- ARGV: retention in ms, most values, most bytes, '1' if the entry is appended only if a value is newer,
--       number of arguments of the entry, the names and values of its fields,
--       then for each value: key, id, time to keep in ms, content
-- Returns the number of values that were newer.
local parts = redis.call('TIME')
local now = parts[1] * 1000 + math.floor(parts[2] / 1000)

local function whole(number)
  return string.format('%.0f', number)
end

local function remove(keys)
  if #keys == 0 then
    return 0
  end
  local size = 0
  for _, key in ipairs(keys) do
    size = size + #key + redis.call('HSTRLEN', KEYS[2], key)
  end
  redis.call('HDEL', KEYS[2], unpack(keys))
  redis.call('ZREM', KEYS[3], unpack(keys))
  return size
end

local fields = tonumber(ARGV[5])
local from = 6 + fields
local bytes = tonumber(redis.call('GET', KEYS[4]) or '0')
bytes = bytes - remove(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', whole(now), 'LIMIT', 0, 50))

local names = {}
for i = from, #ARGV, 4 do
  names[#names + 1] = ARGV[i]
end
local old = #names > 0 and redis.call('HMGET', KEYS[2], unpack(names)) or {}
local hash, sorted, newer, keep = {}, {}, 0, 0
local seen = {}
for n, key in ipairs(names) do
  local at = from + (n - 1) * 4
  local id, content = ARGV[at + 1], ARGV[at + 3]
  local before = seen[key] or old[n]
  -- a stored value: its expiry in 13 digits, the length of its id, its id, its content
  if not before or string.sub(before, 15, 14 + string.byte(before, 14)) < id then
    local expiry = whole(now + tonumber(ARGV[at + 2]))
    local value = expiry .. string.char(#id) .. id .. content
    bytes = bytes + #value - (before and #before or -#key)
    seen[key] = value
    hash[#hash + 1] = key
    hash[#hash + 1] = value
    sorted[#sorted + 1] = expiry
    sorted[#sorted + 1] = key
    keep = math.max(keep, tonumber(ARGV[at + 2]))
    newer = newer + 1
  end
end
if newer > 0 then
  redis.call('HSET', KEYS[2], unpack(hash))
  redis.call('ZADD', KEYS[3], unpack(sorted))
end
local count = redis.call('HLEN', KEYS[2])
while count > tonumber(ARGV[2]) or (bytes > tonumber(ARGV[3]) and count > 0) do
  local next = redis.call('ZRANGE', KEYS[3], 0, math.max(0, math.min(99, count - tonumber(ARGV[2]) - 1)))
  if #next == 0 then
    break
  end
  bytes = bytes - remove(next)
  count = redis.call('HLEN', KEYS[2])
end
if count == 0 then
  redis.call('DEL', KEYS[3], KEYS[4])
else
  redis.call('SET', KEYS[4], whole(bytes), 'KEEPTTL')
  if redis.call('PTTL', KEYS[2]) < keep then
    for k = 2, 4 do
      redis.call('PEXPIRE', KEYS[k], keep)
    end
  end
end
if fields > 0 and (ARGV[4] == '0' or newer > 0) then
  redis.call('XADD', KEYS[1], 'MINID', '~', whole(math.max(0, now - tonumber(ARGV[1]))), '*', unpack(ARGV, 6, 5 + fields))
end
return newer
