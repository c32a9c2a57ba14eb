package io.tickgate.protocol.wire;

/**
 * How much a reader takes before it refuses.
 *
 * @param messageBytesMax bytes of one whole message
 * @param nestingMax containers inside each other, the message itself included
 * @param nameBytesMax length of a field name
 * @param numberDigitsMax characters of a number in JSON
 */
public record WireLimits(int messageBytesMax, int nestingMax, int nameBytesMax, int numberDigitsMax) {
    /** 64 KiB is what a WebSocket client may send; 64 digits hold every number that a float64 can tell apart. */
    public static final WireLimits DEFAULT = new WireLimits(64 << 10, 64, 256, 64);

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
