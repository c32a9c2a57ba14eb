package io.tickgate.protocol.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.tickgate.protocol.message.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes Jackson parsers under our limits, and turns their complaints into ours. */
final class JsonSource {
    private JsonSource() {}

    /** Names are shared through the factory's own bounded table; a parser's buffers come from its thread's recycler. */
    static JsonFactory factory(WireLimits limits) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.nestingMax())
                        .maxNameLength(limits.nameBytesMax())
                        .maxNumberLength(limits.numberDigitsMax())
                        // The message as a whole is bounded before a parser is made.
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * A parser of strict UTF-8. Jackson would also guess UTF-16 and UTF-32 from zero bytes and skip a byte order mark,
     * which RFC 8259 section 8.1 forbids to send.
     */
    static JsonParser parser(JsonFactory factory, byte[] input, int offset, int length)
            throws IOException, WireException {
        int invalid = Utf8.firstInvalid(input, offset, length);
        if (invalid >= 0) {
            throw new WireException(ErrorCode.INVALID_JSON, "Invalid UTF-8 at byte " + invalid, invalid);
        }
        for (int i = 0; i < Math.min(4, length); i++) {
            if (input[offset + i] == 0) {
                throw invalid(i);
            }
        }
        if (length >= 3
                && input[offset] == (byte) 0xef
                && input[offset + 1] == (byte) 0xbb
                && input[offset + 2] == (byte) 0xbf) {
            throw invalid(0);
        }
        return factory.createParser(input, offset, length);
    }

    static WireException invalid(long byteOffset) {
        return new WireException(ErrorCode.INVALID_JSON, "Invalid JSON at byte " + byteOffset, byteOffset);
    }

    /** Jackson's own message quotes hundreds of bytes of the payload, so it stays here. */
    static WireException invalid(IOException failure, @Nullable JsonParser parser, WireLimits limits) {
        long at = -1;
        if (failure instanceof JsonProcessingException broken) {
            JsonLocation location = broken.getLocation();
            at = location == null ? -1 : location.getByteOffset();
        }
        if (at < 0 && parser != null) {
            at = parser.currentLocation().getByteOffset();
        }
        if (failure instanceof StreamConstraintsException limit) {
            return new WireException(
                    ErrorCode.INVALID_JSON, "Invalid JSON at byte " + at + ": " + rule(limit, limits), at);
        }
        return invalid(at);
    }

    /** Jackson tells its limits apart by the names of their accessors, at the end of the text. */
    private static String rule(StreamConstraintsException limit, WireLimits limits) {
        String text = limit.getOriginalMessage();
        if (text.contains("getMaxNumberLength")) {
            return "a number has over " + limits.numberDigitsMax() + " digits";
        }
        if (text.contains("getMaxNameLength")) {
            return "a name is longer than " + limits.nameBytesMax() + " bytes";
        }
        if (text.contains("getMaxNestingDepth")) {
            return "nesting exceeds " + limits.nestingMax();
        }
        return "a limit of the reader is passed";
    }
}
