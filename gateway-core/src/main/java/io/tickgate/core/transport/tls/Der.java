package io.tickgate.core.transport.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * As much DER (X.690) as private keys need: tags of one byte, lengths of up to three. What is no such DER is refused with an
 * {@link IllegalArgumentException}.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    /** The explicit tag [0]. */
    static final int CONTEXT_0 = 0xA0;

    private static final int SHORT_LENGTH_MAX = 0x7F;

    private final byte[] bytes;
    private int at;
    private final int end;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** Whether a value of that kind is next. */
    boolean has(int tag) {
        return at < end && (bytes[at] & 0xFF) == tag;
    }

    /** The next value, which must be of that kind, and is passed by. */
    Der next(int tag) {
        if (!has(tag)) {
            throw new IllegalArgumentException("the key is damaged: it is no DER of a private key");
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new IllegalArgumentException("the key is damaged: a value is longer than what it stands in");
        }
        Der value = new Der(bytes, at, at + length);
        at += length;
        return value;
    }

    private int length() {
        int first = octet();
        if (first <= SHORT_LENGTH_MAX) {
            return first;
        }
        int octets = first & SHORT_LENGTH_MAX;
        if (octets < 1 || octets > 3) {
            throw new IllegalArgumentException("the key is damaged: a length of " + octets + " octets");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = (length << 8) | octet();
        }
        return length;
    }

    private int octet() {
        if (at == end) {
            throw new IllegalArgumentException("the key is damaged: it is cut off");
        }
        return bytes[at++] & 0xFF;
    }

    /** What is left of this value. */
    byte[] content() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** A value of that kind made of {@code parts}. */
    static byte[] of(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        int octets = length <= SHORT_LENGTH_MAX ? 0 : length <= 0xFF ? 1 : length <= 0xFFFF ? 2 : 3;
        out.write(octets == 0 ? length : 0x80 | octets);
        for (int i = octets - 1; i >= 0; i--) {
            out.write(length >> (8 * i));
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
