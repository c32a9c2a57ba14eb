-- Counts connections of users over all nodes that live. What a node has granted stays; what waits there is granted as far as the limit reaches.
-- KEYS: nodes, users of this node. ARGV: node, what the names of nodes' users begin with, milliseconds that these last, limit, and of each user
-- {name, granted, waiting, milliseconds since when they wait, 0 for from now on}. Gives {milliseconds now, granted more, too many, …}.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local all, others = redis.call('HGETALL', KEYS[1]), {}
for index = 1, #all, 2 do
    if all[index] ~= ARGV[1] then
        others[#others + 1] = {ARGV[2] .. all[index], tonumber(string.match(all[index + 1], '^%d+') or '0')}
    end
end
local limit, answer = tonumber(ARGV[4]), {now}
for index = 5, #ARGV, 4 do
    local user, granted, waiting, since = ARGV[index], tonumber(ARGV[index + 1]), tonumber(ARGV[index + 2]), tonumber(ARGV[index + 3])
    local more, over = 0, 0
    if waiting > 0 then
        -- A node that has died has its users for a while. Too many are only those who are so beside nodes that have spoken since they came.
        local elsewhere, surely = 0, 0
        for _, other in ipairs(others) do
            local count = tonumber(redis.call('HGET', other[1], user) or '0')
            elsewhere = elsewhere + count
            if since > 0 and other[2] > since then surely = surely + count end
        end
        more = math.max(0, math.min(waiting, limit - granted - elsewhere))
        if since > 0 then over = waiting - math.max(more, math.min(waiting, limit - granted - surely)) end
    end
    if granted + more > 0 then
        redis.call('HSET', KEYS[2], user, granted + more)
    else
        redis.call('HDEL', KEYS[2], user)
    end
    answer[#answer + 1] = more
    answer[#answer + 1] = over
end
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return answer
