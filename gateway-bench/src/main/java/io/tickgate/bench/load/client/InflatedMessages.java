package io.tickgate.bench.load.client;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages of permessage-deflate (RFC 7692) that keep no context from one to the next. A server sends the same bytes to
 * all its subscribers, so the last few results are kept: inflating each of a thousand copies would measure the client.
 *
 * <p><b>Owner:</b> the loop.
 */
final class InflatedMessages {
    private static final int KEPT = 64;
    private static final int PLAIN_BYTES_MAX = 16 << 20;
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    /** One message as it came and as it is. */
    static final class Inflated {
        private byte[] deflated = {};
        private int deflatedLength = -1;
        private byte[] plain = new byte[1024];
        private int length;

        byte[] bytes() {
            return plain;
        }

        int length() {
            return length;
        }

        private boolean isOf(byte[] in, int from, int to) {
            return deflatedLength == to - from && Arrays.equals(deflated, 0, deflatedLength, in, from, to);
        }
    }

    private final Inflater inflater = new Inflater(true);
    private final Inflated[] ring = new Inflated[KEPT];
    private int nextHit;
    private int nextFree;

    InflatedMessages() {
        Arrays.setAll(ring, i -> new Inflated());
    }

    /** @throws ProtocolException when it is no deflate stream, or too long */
    Inflated inflate(byte[] in, int from, int to) throws ProtocolException {
        // The next subscriber gets what this one got, in the same order.
        for (int i = 0; i < KEPT; i++) {
            Inflated candidate = ring[(nextHit + i) % KEPT];
            if (candidate.isOf(in, from, to)) {
                nextHit = (nextHit + i + 1) % KEPT;
                return candidate;
            }
        }
        Inflated made = ring[nextFree];
        nextHit = nextFree + 1;
        nextFree = (nextFree + 1) % KEPT;
        make(made, in, from, to);
        return made;
    }

    private void make(Inflated made, byte[] in, int from, int to) throws ProtocolException {
        made.deflatedLength = -1;
        made.length = 0;
        inflater.reset();
        try {
            inflater.setInput(in, from, to - from);
            drain(made);
            inflater.setInput(TAIL);
            drain(made);
        } catch (DataFormatException e) {
            throw new ProtocolException("no deflate stream: " + e.getMessage());
        }
        if (made.deflated.length < to - from) {
            made.deflated = new byte[to - from];
        }
        System.arraycopy(in, from, made.deflated, 0, to - from);
        made.deflatedLength = to - from;
    }

    private void drain(Inflated made) throws DataFormatException, ProtocolException {
        while (!inflater.needsInput() && !inflater.finished()) {
            if (made.length == made.plain.length) {
                if (made.length >= PLAIN_BYTES_MAX) {
                    throw new ProtocolException("a message over " + (PLAIN_BYTES_MAX >> 20) + " MiB once inflated");
                }
                made.plain = Arrays.copyOf(made.plain, 2 * made.plain.length);
            }
            int count = inflater.inflate(made.plain, made.length, made.plain.length - made.length);
            made.length += count;
        }
    }
}
