-- Brings a bucket that is in use under a newer epoch. KEYS: meta. ARGV: epoch, floor. Gives 1 where it moved.
local now = redis.call('HMGET', KEYS[1], 'epoch', 'floor', 'seq')
if not now[1] or tonumber(ARGV[2]) <= tonumber(now[2]) then return 0 end
local sequence = math.max(tonumber(now[3]), tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'floor', ARGV[2], 'seq', string.format('%.0f', sequence))
return 1
