package io.tickgate.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.core.broadcast.SubscriberRegistry;
import io.tickgate.core.time.Clock;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tokens of the welcomes, and says of one that comes back whether it still counts. A token names its connection,
 * its user, when it was made and in which run of which gateway, and is signed with a key that only gateways have.
 *
 * <p>A client gets one token, when it connects, and holds nothing newer when its gateway is killed days later. So age is not
 * what a token is judged by. It counts for {@code timeouts.resume} after the end of its connection: which this run has seen;
 * or which, for a token of another run, was at the latest when this run started. What is younger than that counts anyway,
 * so that a client may go from one gateway to another that has the same key.
 *
 * <p>A token gives nobody a right: it says who comes back, and the connection that it is said on must be that user's already.
 *
 * <p>Any thread. <b>Bound:</b> as many ends of connections are remembered as there may be connections
 * ({@code limits.max-connections}), the newest.
 */
public final class ResumeTokens {
    /** What a token is worth. */
    enum Verdict {
        GOOD,
        /** No gateway with this key has made it. */
        FORGED,
        OTHER_USER,
        EXPIRED
    }

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES + 2 * Long.BYTES + Long.BYTES;
    private static final int USER_BYTES_MAX = 128 * 4;
    private static final int KEY_BYTES = 32;

    private final HmacSha256 mac;
    private final long windowNanos;
    private final int endedMax;
    private final SubscriberRegistry registry;
    private final Clock clock;
    private final long run = new SecureRandom().nextLong();
    private final long startedAtNanos;
    /** When connections ended, the oldest first. Guarded by itself, for moments: no publication comes by here. */
    private final Map<UUID, Long> ended = new LinkedHashMap<>();

    /**
     * @param key null for one that dies with this process, and its tokens with it
     * @param windowNanos {@code timeouts.resume}
     * @param endedMax how many connections that have ended are remembered
     */
    public ResumeTokens(
            byte @Nullable [] key, long windowNanos, int endedMax, SubscriberRegistry registry, Clock clock) {
        this.mac = new HmacSha256(key == null ? randomKey() : key);
        this.windowNanos = windowNanos;
        this.endedMax = endedMax;
        this.registry = registry;
        this.clock = clock;
        this.startedAtNanos = clock.nanoTime();
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** The token of a connection that begins. */
    String issue(UUID connection, @Nullable String userId) {
        return issue(connection, userId, 0);
    }

    /**
     * A token for a client that is told to come back later: it counts around that moment, at another gateway too.
     *
     * @param afterMillis from now
     */
    String issue(UUID connection, @Nullable String userId, long afterMillis) {
        byte[] user = userId == null ? new byte[0] : userId.getBytes(UTF_8);
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + user.length + HmacSha256.BYTES);
        out.put(VERSION)
                .putLong(run)
                .putLong(connection.getMostSignificantBits())
                .putLong(connection.getLeastSignificantBits())
                .putLong(clock.millis() + afterMillis)
                .put(user);
        out.put(mac.of(out.array(), 0, out.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /** @param userId whose connection the token came on; null where that has no user */
    Verdict check(String token, @Nullable String userId) {
        byte[] bytes = decoded(token);
        int signed = bytes.length - HmacSha256.BYTES;
        if (signed < HEAD_BYTES || signed > HEAD_BYTES + USER_BYTES_MAX) {
            return Verdict.FORGED;
        }
        byte[] signature = Arrays.copyOfRange(bytes, signed, bytes.length);
        if (!MessageDigest.isEqual(mac.of(bytes, 0, signed), signature) || bytes[0] != VERSION) {
            return Verdict.FORGED;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, signed - 1);
        long ofRun = in.getLong();
        UUID connection = new UUID(in.getLong(), in.getLong());
        long issuedMillis = in.getLong();
        String user = in.hasRemaining() ? UTF_8.decode(in).toString() : null;
        if (!Objects.equals(user, userId)) {
            return Verdict.OTHER_USER;
        }
        return isYoung(issuedMillis) || (ofRun == run ? isHere(connection) : isStarting())
                ? Verdict.GOOD
                : Verdict.EXPIRED;
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Clocks of gateways differ, and are set: what seems to come from the future is as young as it is far from now. */
    private boolean isYoung(long issuedMillis) {
        return Math.abs(clock.millis() - issuedMillis) <= windowNanos / 1_000_000;
    }

    private boolean isStarting() {
        return clock.nanoTime() - startedAtNanos <= windowNanos;
    }

    private boolean isHere(UUID connection) {
        if (registry.contains(connection)) {
            return true;
        }
        synchronized (ended) {
            Long endedAtNanos = ended.get(connection);
            return endedAtNanos != null && clock.nanoTime() - endedAtNanos <= windowNanos;
        }
    }

    /** A connection ends; its token counts for a while yet. */
    void onEnd(UUID connection) {
        long nowNanos = clock.nanoTime();
        synchronized (ended) {
            ended.put(connection, nowNanos);
            for (Iterator<Long> all = ended.values().iterator(); all.hasNext(); ) {
                if (nowNanos - all.next() <= windowNanos && ended.size() <= endedMax) {
                    break;
                }
                all.remove();
            }
        }
    }

    /** Connections that have ended, and may be resumed by their tokens. */
    public int endedCount() {
        synchronized (ended) {
            return ended.size();
        }
    }
}
