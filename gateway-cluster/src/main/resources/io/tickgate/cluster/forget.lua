-- Forgets what is kept of a topic; its offset stays.
-- KEYS: meta, topics, stream, tables
-- ARGV: epoch, topic, channel, command, then what the names of a table's hash and of its order begin with
-- Gives {1 or 0, sequence}: 0 where the store is under another epoch.
local whole = function(number) return string.format('%.0f', number) end
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'floor', 'seq')
if meta[1] and meta[1] ~= ARGV[1] then return {0, 0} end
local sequence = tonumber(meta[3] or '0')
redis.call('DEL', KEYS[3])
for _, name in ipairs(redis.call('SMEMBERS', KEYS[4])) do
    redis.call('DEL', ARGV[5] .. name, ARGV[6] .. name)
end
redis.call('DEL', KEYS[4])
local record = redis.call('HGET', KEYS[2], ARGV[2])
if not record then return {1, sequence} end
local offset, micros = struct.unpack('>i8i8', record)
redis.call('HSET', KEYS[2], ARGV[2], struct.pack('>i8i8', offset, micros))
sequence = sequence + 1
redis.call('HSET', KEYS[1], 'seq', whole(sequence))
redis.call(ARGV[4], ARGV[3], struct.pack('>i8Bi8i8H', sequence, 1, offset, micros, #ARGV[2]) .. ARGV[2])
return {1, sequence}
