-- Takes tokens from several buckets: all demanded costs, or none.
--
-- KEYS[i]: a bucket. ARGV[4i-3 .. 4i]: its rate per second, its burst, the cost, 1 if the cost is demanded.
-- Returns 1 or 0 (granted), then for each bucket: whole tokens, microseconds until it is full, 1 if it had enough.
--
-- A bucket is stored as tokens in millionths, the time of the last change in microseconds, rate and burst. At r tokens
-- a second it gains r millionths in a microsecond, so every number is an integer below 2^53 and nothing is rounded.
-- A missing key is a full bucket; a key expires when its bucket is full.
local UNIT = 1000000
local time = redis.call('TIME')
local now = time[1] * UNIT + time[2]
local levels, changed, sufficient = {}, {}, {}
local granted = 1

for i, key in ipairs(KEYS) do
  local rate, burst, cost = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
  local level = burst * UNIT
  local stored = redis.call('GET', key)
  if stored then
    local tokens, at, oldRate, oldBurst = struct.unpack('<dddd', stored)
    -- The clock may have been set back: time that was counted before is not counted again.
    local gained = math.max(0, now - at) * oldRate
    if tokens + gained < oldBurst * UNIT then
      level = tokens + gained
      if oldBurst ~= burst then
        -- The bucket keeps its fill level in proportion. In two steps, because the product would exceed 2^53.
        local part = level % oldBurst
        level = (level - part) / oldBurst * burst + math.floor(part * burst / oldBurst)
      end
    end
    changed[i] = oldRate ~= rate or oldBurst ~= burst
  end
  levels[i] = level
  sufficient[i] = level >= cost * UNIT
  if not sufficient[i] and ARGV[4 * i] == '1' then
    granted = 0
  end
end

local reply = { granted }
for i, key in ipairs(KEYS) do
  local rate, burst, cost = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
  local taken = granted == 1 and sufficient[i] and cost * UNIT or 0
  local level = levels[i] - taken
  local untilFull = math.ceil((burst * UNIT - level) / rate)
  if taken > 0 or changed[i] then
    if untilFull > 0 then
      -- 1 ms more than necessary, because the expiry is rounded to milliseconds.
      local expiry = math.ceil(untilFull / 1000) + 1
      redis.call('SET', key, struct.pack('<dddd', level, now, rate, burst), 'PX', expiry)
    else
      redis.call('DEL', key)
    end
  end
  reply[#reply + 1] = math.floor(level / UNIT)
  reply[#reply + 1] = untilFull
  reply[#reply + 1] = sufficient[i] and 1 or 0
end
return reply
