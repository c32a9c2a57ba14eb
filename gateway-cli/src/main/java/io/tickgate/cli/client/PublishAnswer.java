package io.tickgate.cli.client;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;

/**
 * The answer to a publication.
 *
 * @param recipientCount connections that were subscribed when it was numbered
 */
public record PublishAnswer(long offset, long recipientCount) {
    /** @throws WireException when it is no such answer */
    public static PublishAnswer read(WireReader in) throws WireException {
        long offset = -1;
        long recipientCount = -1;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            boolean integer = in.nextValue() == Kind.NUMBER && in.isInteger();
            if (integer && name.equals("offset")) {
                offset = in.integer();
            } else if (integer && name.equals("recipient_count")) {
                recipientCount = in.integer();
            } else {
                in.skip();
            }
        }
        if (offset < 0 || recipientCount < 0) {
            throw new WireException(ErrorCode.MISSING_FIELD, "offset or recipient_count is missing", "offset");
        }
        return new PublishAnswer(offset, recipientCount);
    }
}
