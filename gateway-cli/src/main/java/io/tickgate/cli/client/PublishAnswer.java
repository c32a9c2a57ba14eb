package io.tickgate.cli.client;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;

/**
 * The answer to a publication.
 *
 * @param recipientCount connections that were subscribed when it was numbered
 * @param isDuplicate whether it was published before, under the same key
 */
public record PublishAnswer(long offset, long recipientCount, boolean isDuplicate) {
    /** @throws WireException when it is no such answer */
    public static PublishAnswer read(WireReader in) throws WireException {
        long offset = -1;
        long recipientCount = -1;
        boolean isDuplicate = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            boolean integer = kind == Kind.NUMBER && in.isInteger();
            if (integer && name.equals("offset")) {
                offset = in.integer();
            } else if (integer && name.equals("recipient_count")) {
                recipientCount = in.integer();
            } else if (kind == Kind.BOOLEAN && name.equals("duplicate")) {
                isDuplicate = in.bool();
            } else {
                in.skip();
            }
        }
        if (offset < 0 || recipientCount < 0) {
            throw new WireException(ErrorCode.MISSING_FIELD, "offset or recipient_count is missing", "offset");
        }
        return new PublishAnswer(offset, recipientCount, isDuplicate);
    }
}
