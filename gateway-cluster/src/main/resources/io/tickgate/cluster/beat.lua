-- Says that this node lives, forgets those that have not said so for long, and tells who does.
-- KEYS: nodes. ARGV: node, what it says, milliseconds. Gives {node, {milliseconds since it spoke, what it said}, …}.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if ARGV[2] == '' then
    redis.call('HDEL', KEYS[1], ARGV[1])
else
    redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. ' ' .. ARGV[2])
end
local all, living = redis.call('HGETALL', KEYS[1]), {}
for index = 1, #all, 2 do
    local at, said = string.match(all[index + 1], '^(%d+) (.*)$')
    if not at or now - tonumber(at) > tonumber(ARGV[3]) then
        redis.call('HDEL', KEYS[1], all[index])
    else
        living[#living + 1] = all[index]
        living[#living + 1] = {now - tonumber(at), said}
    end
end
return living
