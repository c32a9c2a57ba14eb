package io.tickgate.protocol.wire;

/**
 * How much a reader takes before it refuses.
 *
 * @param messageBytesMax bytes of one whole message
 * @param nestingMax containers inside each other, the message itself included
 * @param nameBytesMax length of a field name
 * @param numberDigitsMax digits of a number in JSON, those of its exponent included
 */
public record WireLimits(int messageBytesMax, int nestingMax, int nameBytesMax, int numberDigitsMax) {
    /**
     * 64 KiB is what a WebSocket client may send. The longest exact decimal of a float64 has 767 significant digits, so
     * that 1000 let through whatever a program prints, while the one parse that is not linear in them stays a few
     * microseconds.
     */
    public static final WireLimits DEFAULT = new WireLimits(64 << 10, 64, 256, 1000);

    public WireLimits {
        if (messageBytesMax < 1 || nestingMax < 1 || nameBytesMax < 1 || numberDigitsMax < 1) {
            throw new IllegalArgumentException("every limit is at least 1");
        }
    }

    /** The same limits for messages of another size, such as an HTTP body. */
    public WireLimits withMessageBytesMax(int bytesMax) {
        return new WireLimits(bytesMax, nestingMax, nameBytesMax, numberDigitsMax);
    }
}
