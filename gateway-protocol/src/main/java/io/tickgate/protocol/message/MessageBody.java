package io.tickgate.protocol.message;

import java.util.Arrays;

/**
 * An object that the gateway carries and does not look into: the encoded bytes of its members.
 *
 * <p>In JSON that is the text between the braces, in MessagePack the encoded keys and values without the map's header.
 * Numbers keep every digit their publisher wrote.
 *
 * <p><b>Lifetime:</b> a body that a reader delivers may be <i>borrowed</i>: a slice of the reader's input, valid only
 * as long as that input. {@link #copy} gives one that owns its bytes. Nobody may write to {@link #bytes}.
 */
public final class MessageBody {
    /** Longest {@code type} of a publication, in characters. */
    public static final int TYPE_CHARS_MAX = 128;

    /** What a publication's {@code type} must be, as the end of a refusal. */
    public static final String TYPE_RULE = "must be a string of 1 to " + TYPE_CHARS_MAX + " characters";

    private final WireFormat format;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final int memberCount;
    private final boolean hasType;
    private final boolean isTypeSound;
    private final boolean hasTimestamp;

    /**
     * Describes bytes that the caller knows to be the members of a valid object, of which a {@code type} is sound.
     *
     * @param hasType whether a member is called {@code type}
     * @param hasTimestamp whether a member is called {@code timestamp}
     */
    public MessageBody(
            WireFormat format,
            byte[] bytes,
            int offset,
            int length,
            int memberCount,
            boolean hasType,
            boolean hasTimestamp) {
        this(format, bytes, offset, length, memberCount, hasType, true, hasTimestamp);
    }

    /** The same of a {@code type} that may be anything. */
    public MessageBody(
            WireFormat format,
            byte[] bytes,
            int offset,
            int length,
            int memberCount,
            boolean hasType,
            boolean isTypeSound,
            boolean hasTimestamp) {
        this.format = format;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.memberCount = memberCount;
        this.hasType = hasType;
        this.isTypeSound = isTypeSound;
        this.hasTimestamp = hasTimestamp;
    }

    public WireFormat format() {
        return format;
    }

    /** The array that holds the members, from {@link #offset} on; to be read only. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public int memberCount() {
        return memberCount;
    }

    public boolean hasType() {
        return hasType;
    }

    /** Whether subscribers can tell the object by its {@code type}: there is none, or it is as {@link #TYPE_RULE} says. */
    public boolean isTypeSound() {
        return isTypeSound;
    }

    public boolean hasTimestamp() {
        return hasTimestamp;
    }

    /** The same members in an array of their own, of exactly their length. */
    public MessageBody copy() {
        byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
        return new MessageBody(format, own, 0, length, memberCount, hasType, isTypeSound, hasTimestamp);
    }

    /** Equal bytes in the same format: objects that merely mean the same are not equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MessageBody that
                && format == that.format
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = format.hashCode();
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** Size only: a publisher's message has no business in a log. */
    @Override
    public String toString() {
        return "MessageBody[" + format + ", " + memberCount + " members, " + length + " bytes]";
    }
}
