-- Looks at some topics of a bucket and drops those of which nothing is kept any more and that nobody has published to for long.
-- No offset repeats: the bucket's floor, where topics of which it has no record begin, rises to theirs, and so does the count of forgets.
-- Who follows one would see its offsets jump: of a bucket that any gateway follows none goes before room gets short.
-- KEYS: meta, topics, followed. ARGV: cursor, milliseconds without a publication, what the names of streams and of sets of tables
--       begin with, topics from which on room is short, for how many milliseconds the bucket counts as followed (0 where it is not)
-- Gives {next cursor, dropped}.
if ARGV[6] ~= '0' then redis.call('SET', KEYS[3], '1', 'PX', ARGV[6]) end
if redis.call('HLEN', KEYS[2]) < tonumber(ARGV[5]) and redis.call('EXISTS', KEYS[3]) == 1 then return {'0', 0} end
local meta = redis.call('HMGET', KEYS[1], 'floor', 'forgets')
if not meta[1] then return {'0', 0} end
local floor, most, dropped = tonumber(meta[1]), tonumber(meta[2] or '0'), 0
local time = redis.call('TIME')
local oldest = tonumber(time[1]) * 1000000 + tonumber(time[2]) - tonumber(ARGV[2]) * 1000
local page = redis.call('HSCAN', KEYS[2], ARGV[1], 'COUNT', 100)
for index = 1, #page[2], 2 do
    local topic, record = page[2][index], page[2][index + 1]
    local offset, micros, forgets = struct.unpack('>i8i8I4', record)
    if #record == 20 and micros < oldest
        and redis.call('EXISTS', ARGV[3] .. topic, ARGV[4] .. topic) == 0 then
        redis.call('HDEL', KEYS[2], topic)
        floor = math.max(floor, offset)
        most = math.max(most, forgets)
        dropped = dropped + 1
    end
end
if dropped > 0 then
    redis.call('HSET', KEYS[1], 'floor', string.format('%.0f', floor), 'forgets', string.format('%.0f', most))
end
return {page[1], dropped}
