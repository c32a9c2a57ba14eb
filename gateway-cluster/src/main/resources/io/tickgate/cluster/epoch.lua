-- Begins a new epoch, unless somebody else has: only where the store has none, or the one that is expected.
-- KEYS: epoch. ARGV: expected, next, lowest floor. Gives {epoch, floor as text} as they are now.
local now = redis.call('HMGET', KEYS[1], 'id', 'floor')
if now[1] and now[1] ~= ARGV[1] then return now end
local time = redis.call('TIME')
-- The clock is above every offset that was ever counted up one by one.
local floor = math.max(tonumber(time[1]) * 1000000 + tonumber(time[2]), tonumber(ARGV[3]), tonumber(now[2] or '0') + 1)
local text = string.format('%.0f', floor)
redis.call('HSET', KEYS[1], 'id', ARGV[2], 'floor', text)
return {ARGV[2], text}
