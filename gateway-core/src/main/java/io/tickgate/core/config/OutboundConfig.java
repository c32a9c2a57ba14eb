package io.tickgate.core.config;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.SubscribeOptions;
import java.time.Duration;
import java.util.List;

/**
 * What may wait on its way out.
 *
 * @param lowWater for one connection, beyond it only the newest of each member of a state family waits
 * @param queueBytesMax for one connection, beyond it the policies of the families decide
 * @param askedBytesMax for one connection beside that, of what it asked for and was made for it alone
 * @param turnBytesMax what one turn of an event loop joins before it sends
 * @param joinWait how long a loop may put off what it sends, so that more leaves together
 * @param bytesTotal for all connections together; 0 follows {@code limits.memory}
 * @param conflationBytesTotal newest values that wait for a tick, for all connections together; 0 follows {@code limits.memory}
 * @param maxKbps publications for one connection, in kilobits a second; 0 for as many as it takes
 * @param maxHz updates of one state for one connection, in a second; 0 for all
 * @param notsentLowat what the kernel keeps for one connection and has not sent; 0 for as much as it likes
 */
public record OutboundConfig(
        int lowWater,
        int queueBytesMax,
        int askedBytesMax,
        int turnBytesMax,
        Duration joinWait,
        long bytesTotal,
        long conflationBytesTotal,
        int maxKbps,
        int maxHz,
        int notsentLowat) {
    /** 64 KiB is what a socket takes at once: 250 ticks of 250 B. */
    static final Setting<Long> LOW_WATER = Setting.size(
                    "outbound.low-water",
                    "1KiB",
                    "64MiB",
                    "64KiB",
                    "Bytes that may wait for one connection before of each member of a state family only the newest waits.")
            .reloadable();

    /** 1 MiB holds about 4000 ticks of 250 B: 4 s at 1000 a second, more than a change of Wi-Fi cell takes. */
    static final Setting<Long> QUEUE_BYTES_MAX = Setting.size(
                    "outbound.queue-bytes-max",
                    "4KiB",
                    "64MiB",
                    "1MiB",
                    "Bytes that may wait for one connection; beyond it channels.<name>.slow decides, and beyond twice as much the "
                            + "connection closes with 4001.")
            .reloadable();

    /** 4 MiB holds the points of sixteen charts at 256 KiB each. */
    static final Setting<Long> ASKED_BYTES_MAX = Setting.size(
                    "outbound.asked-bytes-max",
                    "64KiB",
                    "1GiB",
                    "4MiB",
                    "Bytes that may wait beside that of what a connection asked for, such as points of charts; beyond it: 4001.")
            .reloadable();

    static final Setting<Long> TURN_BYTES_MAX = Setting.size(
            "outbound.turn-bytes-max",
            "4KiB",
            "4MiB",
            "256KiB",
            "Bytes that one turn of an event loop joins before it sends; larger joins more, smaller delays less.");

    static final Setting<Duration> JOIN_WAIT = Setting.duration(
            "outbound.join-wait",
            "0s",
            "100ms",
            "0s",
            "Time that a busy event loop may put off what it sends, so that several publications leave with one send: three times "
                    + "as long as its last sends took, no longer than this. 0s puts nothing off.");

    static final Setting<Long> BYTES_TOTAL = Setting.size(
            "outbound.bytes-total",
            "1MiB",
            "16GiB",
            "auto",
            "Bytes that may wait for all connections together; beyond it the worst reader gives up first what "
                    + "channels.<name>.slow allows, and closes when that is nothing.");

    static final Setting<Long> NOTSENT_LOWAT = Setting.size(
            "outbound.notsent-lowat",
            "0",
            "64MiB",
            "128KiB",
            "Bytes that the kernel may keep for one connection beside those on their way (TCP_NOTSENT_LOWAT), so that old "
                    + "prices wait where newer ones can take their place; 0 for as many as it likes. epoll and io_uring only.");

    static final Setting<Long> CONFLATION_BYTES_TOTAL = Setting.size(
            "outbound.conflation-bytes-total",
            "64KiB",
            "16GiB",
            "auto",
            "Bytes of newest values that may wait for subscribers with max_hz; beyond it values go out at once.");

    static final Setting<Integer> MAX_KBPS = Setting.integer(
                    "outbound.max-kbps",
                    0,
                    BandwidthLimits.KBPS_MAX,
                    0,
                    "Kilobits of publications that one connection gets in a second; it may ask for less. 0 sets no limit.")
            .reloadable();

    static final Setting<Integer> MAX_HZ = Setting.integer(
                    "outbound.max-hz",
                    0,
                    (int) SubscribeOptions.HZ_MAX,
                    0,
                    "Updates of each state that one connection gets in a second; it may ask for less. 0 sets no limit.")
            .reloadable();

    static final List<Setting<?>> ALL = List.of(
            LOW_WATER,
            QUEUE_BYTES_MAX,
            ASKED_BYTES_MAX,
            TURN_BYTES_MAX,
            JOIN_WAIT,
            BYTES_TOTAL,
            CONFLATION_BYTES_TOTAL,
            MAX_KBPS,
            MAX_HZ,
            NOTSENT_LOWAT);

    public static final OutboundConfig DEFAULT = of(ConfigValues.NONE);

    public OutboundConfig {
        LOW_WATER.check((long) lowWater);
        QUEUE_BYTES_MAX.check((long) queueBytesMax);
        ASKED_BYTES_MAX.check((long) askedBytesMax);
        TURN_BYTES_MAX.check((long) turnBytesMax);
        JOIN_WAIT.check(joinWait);
        BYTES_TOTAL.check(bytesTotal);
        CONFLATION_BYTES_TOTAL.check(conflationBytesTotal);
        MAX_KBPS.check(maxKbps);
        MAX_HZ.check(maxHz);
        NOTSENT_LOWAT.check((long) notsentLowat);
        if (lowWater > queueBytesMax) {
            throw new ConfigException(
                    LOW_WATER.key(),
                    "must not be above " + QUEUE_BYTES_MAX.key() + " (" + queueBytesMax + "), was " + lowWater);
        }
    }

    /** What one connection is granted at most. */
    public BandwidthLimits caps() {
        return new BandwidthLimits(
                maxKbps == 0 ? null : (Integer) maxKbps, maxHz == 0 ? null : (Double) (double) maxHz);
    }

    static OutboundConfig of(ConfigValues values) {
        return new OutboundConfig(
                values.get(LOW_WATER).intValue(),
                values.get(QUEUE_BYTES_MAX).intValue(),
                values.get(ASKED_BYTES_MAX).intValue(),
                values.get(TURN_BYTES_MAX).intValue(),
                values.get(JOIN_WAIT),
                values.get(BYTES_TOTAL),
                values.get(CONFLATION_BYTES_TOTAL),
                values.get(MAX_KBPS),
                values.get(MAX_HZ),
                values.get(NOTSENT_LOWAT).intValue());
    }
}
