-- Forgets what is kept of a topic; its offset stays, and how often it was forgotten counts up.
-- KEYS: meta, topics, stream, tables
-- ARGV: epoch, floor, topic, channel, command, then what the names of a table's hash and of its order begin with
-- Gives {1 or 0, sequence}: 0 where the store is under another epoch.
local whole = function(number) return string.format('%.0f', number) end
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'floor', 'seq')
local sequence = tonumber(meta[3] or '0')
local isNew = meta[1] ~= ARGV[1]
if isNew then
    if meta[1] and tonumber(ARGV[2]) <= tonumber(meta[2]) then return {0, 0} end
    sequence = math.max(sequence, tonumber(ARGV[2]))
end
redis.call('DEL', KEYS[3])
for _, name in ipairs(redis.call('SMEMBERS', KEYS[4])) do
    redis.call('DEL', ARGV[6] .. name, ARGV[7] .. name)
end
redis.call('DEL', KEYS[4])
local record = redis.call('HGET', KEYS[2], ARGV[3])
if not record then return {1, sequence} end
local offset, micros, forgets = struct.unpack('>i8i8I4', record)
forgets = forgets + 1
sequence = sequence + 1
redis.call('HSET', KEYS[2], ARGV[3], struct.pack('>i8i8I4', offset, micros, forgets))
if isNew then
    redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'floor', ARGV[2], 'seq', whole(sequence))
else
    redis.call('HSET', KEYS[1], 'seq', whole(sequence))
end
redis.call(ARGV[5], ARGV[4], struct.pack('>i8Bi8i8I4H', sequence, 1, offset, micros, forgets, #ARGV[3]) .. ARGV[3])
return {1, sequence}
