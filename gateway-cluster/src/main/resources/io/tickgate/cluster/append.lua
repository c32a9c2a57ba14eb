-- Numbers one publication, keeps it and tells it, or does none of it.
-- KEYS: meta, topics, stream, producer, idempotency, tables; then for each row the hash and the order of its table
-- ARGV: epoch, floor, known, number, topic, expected, packed, keeps newest (1 or 0), entries kept, time to live, topics kept,
--       idempotency time (0 without a key), channel, command; then for each row table, key, order, value, rows kept
-- Gives {answer, offset, microseconds, sequence}, where it has a place also how often the topic was forgotten before. Numbers of sixteen digits are written by format, since ".." rounds them.
local APPENDED, AGAIN, SAME, CONFLICT, LOST, MOVED, STALE, FULL = 0, 1, 2, 3, 4, 5, 6, 7
local whole = function(number) return string.format('%.0f', number) end

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'floor', 'seq', 'forgets')
local floor, sequence = tonumber(meta[2] or '0'), tonumber(meta[3] or '0')
local isNew = meta[1] ~= ARGV[1]
if isNew then
    if not meta[1] and tonumber(ARGV[3]) > 0 then return {LOST, 0, 0, 0} end
    if meta[1] and tonumber(ARGV[2]) <= floor then return {MOVED, 0, 0, 0} end
    floor = tonumber(ARGV[2])
    sequence = math.max(sequence, floor)
elseif sequence < tonumber(ARGV[3]) then
    return {LOST, 0, 0, sequence}
end

-- What has a key has a place by that, too, where it was published before.
local seen = ARGV[12] ~= '0' and redis.call('GET', KEYS[5])
local same = function()
    local offset, micros = struct.unpack('>i8i8', seen)
    return {SAME, offset, micros, sequence}
end

-- Sent before: in the place of its first time, or overtaken and then not at all.
if tonumber(ARGV[4]) <= tonumber(redis.call('GET', KEYS[4]) or '0') then
    local upTo = '+'
    for _ = 1, 20 do
        local page = redis.call('XREVRANGE', KEYS[3], upTo, '-', 'COUNT', 50)
        for _, entry in ipairs(page) do
            if string.sub(entry[2][2], 1, 16) == string.sub(ARGV[7], 1, 16) then
                local offset, micros = string.match(entry[1], '^(%d+)-(%d+)$')
                return {AGAIN, tonumber(offset), tonumber(micros), sequence, tonumber(entry[2][4])}
            end
        end
        if #page < 50 then break end
        upTo = '(' .. page[50][1]
    end
    if seen then return same() end
    return {STALE, 0, 0, sequence}
end
if seen then return same() end

local record = redis.call('HGET', KEYS[2], ARGV[5])
if not record and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[11]) then return {FULL, 0, 0, sequence} end
-- What lives stands where it is, or where the epoch began: the bucket's floor rises for those alone that were dropped.
local offset = record and math.max(tonumber(ARGV[2]), (struct.unpack('>i8', record))) or floor
local forgets = record and struct.unpack('>I4', record, 17) or tonumber(meta[4] or '0')
local expected = tonumber(ARGV[6])
if expected >= 0 and expected ~= offset then return {CONFLICT, offset, 0, sequence} end

local time = redis.call('TIME')
local micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
offset = offset + 1
sequence = sequence + 1
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[9], whole(offset) .. '-' .. whole(micros), 'd', ARGV[7], 'f', whole(forgets))
redis.call('PEXPIRE', KEYS[3], ARGV[10])
local place = struct.pack('>i8i8I4', offset, micros, forgets)
redis.call('HSET', KEYS[2], ARGV[5], ARGV[8] == '1' and place .. ARGV[7] or place)
if isNew then
    redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'floor', ARGV[2], 'seq', whole(sequence))
else
    redis.call('HSET', KEYS[1], 'seq', whole(sequence))
end
redis.call('SET', KEYS[4], ARGV[4], 'PX', 600000)
if ARGV[12] ~= '0' then redis.call('SET', KEYS[5], place, 'PX', ARGV[12]) end

local key = 7
for row = 15, #ARGV, 5 do
    redis.call('SADD', KEYS[6], ARGV[row])
    redis.call('HSET', KEYS[key], ARGV[row + 1], ARGV[row + 3])
    redis.call('ZADD', KEYS[key + 1], ARGV[row + 2], ARGV[row + 1])
    local over = redis.call('ZCARD', KEYS[key + 1]) - tonumber(ARGV[row + 4])
    if over > 0 then
        for _, name in ipairs(redis.call('ZRANGE', KEYS[key + 1], 0, over - 1)) do
            redis.call('HDEL', KEYS[key], name)
        end
        redis.call('ZREMRANGEBYRANK', KEYS[key + 1], 0, over - 1)
    end
    key = key + 2
end

local head = struct.pack('>i8Bi8i8I4H', sequence, 0, offset, micros, forgets, #ARGV[5])
redis.call(ARGV[14], ARGV[13], head .. ARGV[5] .. ARGV[7])
return {APPENDED, offset, micros, sequence, forgets}
