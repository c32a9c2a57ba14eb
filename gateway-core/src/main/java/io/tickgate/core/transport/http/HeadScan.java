package io.tickgate.core.transport.http;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of a head for what the codec reads with a blind eye, and another reader may read otherwise: a request
 * line with blanks beside its two spaces or a protocol in small letters, and fields that go on in the next line (RFC 9112 sections 3 and 5.2).
 *
 * <p><b>Owner:</b> the connection's event loop. <b>Cost:</b> a few comparisons for each byte of a head.
 */
final class HeadScan {
    private static final String BAD_LINE =
            "The request line is not a method, a target and a version with one space between them";

    /** Case matters (RFC 9112 section 2.3). */
    private static final String PROTOCOL = "HTTP/";

    private static final String FOLDED = "A header field is folded over several lines; write it on one";

    private enum Place {
        /** Before the request line, where empty lines may stand. */
        START,
        REQUEST_LINE,
        FIELDS
    }

    private Place place = Place.START;
    private int spaces;
    private int versionLength;
    private byte last;
    private @Nullable String fault;

    /** Another head begins. */
    void reset() {
        place = Place.START;
        spaces = 0;
        versionLength = 0;
        last = 0;
        fault = null;
    }

    /** What is wrong with the head so far, or null. */
    @Nullable
    String fault() {
        return fault;
    }

    void accept(byte b) {
        switch (place) {
            case START -> {
                if (b != '\r' && b != '\n') {
                    place = Place.REQUEST_LINE;
                    inRequestLine(b);
                }
            }
            case REQUEST_LINE -> inRequestLine(b);
            case FIELDS -> {
                if (last == '\n' && (b == ' ' || b == '\t')) {
                    note(FOLDED);
                }
            }
        }
        last = b;
    }

    private void inRequestLine(byte b) {
        if (b == '\n') {
            if (spaces != 2) {
                note(BAD_LINE);
            }
            place = Place.FIELDS;
        } else if (b == ' ') {
            spaces++;
            // The first byte of the line has a line's end before it, or nothing.
            if (last == ' ' || last == '\n' || last == 0) {
                note(BAD_LINE);
            }
        } else if (last == '\r' || (b == '\r' ? last == ' ' : isControl(b))) {
            note(BAD_LINE);
        } else if (spaces == 2 && b != '\r' && versionLength < PROTOCOL.length()) {
            if (b != PROTOCOL.charAt(versionLength++)) {
                note(BAD_LINE);
            }
        }
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }

    private void note(String what) {
        if (fault == null) {
            fault = what;
        }
    }
}
