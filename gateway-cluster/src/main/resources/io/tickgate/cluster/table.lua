-- A whole table at one instant. KEYS: hash, order. Gives {{key, order, …}, {key, value, …}}.
return {redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES'), redis.call('HGETALL', KEYS[1])}
