package io.tickgate.core.limit;

/**
 * How often something may happen: so many times at once, and so many a second for long.
 *
 * <p><b>Owner:</b> whoever holds it; not shared.
 */
public final class TokenBucket {
    private final double perSecond;
    private final int burst;
    private double left;
    private long atNanos;

    /**
     * Full to begin with.
     *
     * @param perSecond above 0
     * @param burst at least 1
     */
    public TokenBucket(double perSecond, int burst, long nowNanos) {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException("a rate above 0 and a burst of at least 1");
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.atNanos = nowNanos;
    }

    /** Whether it may happen now. */
    public boolean has(long nowNanos) {
        fill(nowNanos);
        return left >= 1;
    }

    /** It happens, if it may. @return whether it does */
    public boolean tryTake(long nowNanos) {
        if (!has(nowNanos)) {
            return false;
        }
        left--;
        return true;
    }

    /** One that was taken was not used after all. @return whether it is full again */
    public boolean giveBack(long nowNanos) {
        fill(nowNanos);
        left = Math.min(burst, left + 1);
        return left == burst;
    }

    /** Seconds until it may happen again; 0 when it may now. */
    public double secondsLeft(long nowNanos) {
        return has(nowNanos) ? 0 : (1 - left) / perSecond;
    }

    private void fill(long nowNanos) {
        left = Math.min(burst, left + (nowNanos - atNanos) / 1e9 * perSecond);
        atNanos = nowNanos;
    }
}
